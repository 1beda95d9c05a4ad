/**
 * Contract of the golden path on day two: what the portal knows of each repository made from a template, and
 * what one may do with it.
 *
 * @packageDocumentation
 */
export * from './permissions';
export * from './types';
