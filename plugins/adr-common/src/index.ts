/**
 * Contract of the decisions plugin: types, permissions and the API client.
 *
 * @packageDocumentation
 */
export * from './annotations';
export * from './DecisionsClient';
export * from './permissions';
export * from './types';
