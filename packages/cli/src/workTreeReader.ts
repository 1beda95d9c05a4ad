import { copyFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { openGitObjects } from '@companyos/git-command';
import { folderReader, RepositoryReader } from '@companyos/golden-engine';
import { borrowRepository } from './borrowRepository';
import { CliContext } from './CliContext';
import { runUserGit, userGit } from './userGit';

/**
 * Reads the files of a work tree as git would commit them now: edits included, line ends and filters as the
 * repository has them, so that what only looks different on this machine is no difference. Without git it
 * reads the folder as it is. Nothing of the repository is written.
 */
export function workTreeReader(
  context: CliContext,
  root: string,
): RepositoryReader {
  const asItIs = folderReader(root);
  return {
    async readFiles(paths) {
      const files = await asItIs.readFiles(paths);
      if (files.size === 0) return files;
      const place = await userGit(
        root,
        context.env,
        'rev-parse',
        '--path-format=absolute',
        '--show-toplevel',
        '--git-common-dir',
        '--git-path',
        'index',
      ).catch(() => undefined);
      const [toplevel, gitDir, index] = place?.stdout.trim().split('\n') ?? [];
      if (place?.exitCode !== 0 || toplevel !== (await realpath(root))) {
        return files;
      }
      return borrowRepository(gitDir, async scratch => {
        // Without an index git knows of no file yet, and takes each as new.
        await copyFile(index, join(scratch, 'index')).catch(() => undefined);
        const names = [...files.keys()];
        const added = await runUserGit(
          {
            cwd: root,
            env: context.env,
            location: {
              GIT_INDEX_FILE: join(scratch, 'index'),
              GIT_OBJECT_DIRECTORY: join(scratch, 'objects'),
            },
          },
          ['update-index', '--add', '--', ...names],
        );
        // A filter that is not installed here, for one.
        if (added.exitCode !== 0) return files;
        const objects = openGitObjects({ gitDir: scratch });
        try {
          const found = await objects.read(names.map(name => `:${name}`));
          return new Map(
            names.map((name, at) => [
              name,
              found[at]?.bytes ?? files.get(name) ?? new Uint8Array(),
            ]),
          );
        } finally {
          objects.close();
        }
      });
    },
  };
}
