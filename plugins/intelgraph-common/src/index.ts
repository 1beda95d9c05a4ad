/**
 * Contract of IntelGraph: types, permissions, lanes and the API client.
 *
 * @packageDocumentation
 */
export * from './IntelGraphClient';
export * from './lanes';
export * from './permissions';
export * from './types';
