import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const actions = fileURLToPath(new URL('actions', import.meta.url));

/**
 * Runs the job `ci` of the clone's workflow step by step on this host with act. The two actions that would
 * download something are stood in for; every other step is the workflow's own.
 */
export function runWorkflow(context, clone) {
  return context.run(
    'act',
    [
      'push',
      '--workflows',
      '.github/workflows/ci.yaml',
      '--job',
      'ci',
      '--platform',
      'ubuntu-latest=-self-hosted',
      '--no-skip-checkout',
      '--no-cache-server',
      '--action-cache-path',
      join(context.workspace, 'act'),
      '--env',
      `PROOF_CLONE=${clone}`,
      ...['checkout', 'setup-node'].flatMap(action => [
        '--local-repository',
        `actions/${action}@v5=${join(actions, action)}`,
      ]),
    ],
    clone,
    // No questions about a default image, and no search for a container engine.
    { XDG_CONFIG_HOME: join(context.workspace, 'config'), CI: 'true' },
  );
}
