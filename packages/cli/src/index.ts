/**
 * The programs `companyos` and `create-companyos`, for those who bundle or test them.
 *
 * @packageDocumentation
 */

export type { CliContext } from './CliContext';
export { runCli, runCreate } from './program';
export { runProcess } from './runProcess';
