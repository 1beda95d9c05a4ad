/**
 * The portal's permission policy: a table of rules over roles that are catalog groups.
 *
 * @packageDocumentation
 */
export { permissionModuleRoles as default } from './module';
export type { ExplainResponse } from './createExplainRouter';
export type { RoleName } from './roles';
