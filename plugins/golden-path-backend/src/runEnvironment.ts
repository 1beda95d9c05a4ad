import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** What a run gets of this process whatever the configuration says: no secret is in any of them. */
const ALWAYS = [
  'PATH',
  'LANG',
  'LC_ALL',
  // Where the authorities of a network are that looks into TLS.
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
];

/**
 * The environment of a run: a few variables by name, and the address of the package registry that the person
 * who runs the portal has set up for npm. Nothing else of this process is in it.
 *
 * @param names - of more variables
 */
export async function runEnvironment(
  names: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Record<string, string>> {
  const registry = await execute('npm', ['config', 'get', 'registry'], {
    // In a workspace of npm's it would refuse.
    cwd: tmpdir(),
    timeout: 20_000,
    env: environment,
  }).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
  const isPlain =
    URL.canParse(registry) &&
    !new URL(registry).username &&
    !new URL(registry).password;
  return Object.fromEntries([
    ...[...ALWAYS, ...names].flatMap(name => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
    ...(isPlain ? [['npm_config_registry', registry]] : []),
  ]);
}
