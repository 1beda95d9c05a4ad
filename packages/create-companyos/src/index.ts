/**
 * `npm create companyos`: the same code as `companyos new-service`. The program is `bin.ts`.
 *
 * @packageDocumentation
 */

export { runCreate } from '@companyos/cli';
