/**
 * The version of this engine, as recorded in lock files. The same as in package.json, which a test holds.
 *
 * @public
 */
export const ENGINE_VERSION = '0.1.0';
