import { resolve } from 'node:path';
import { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { RepositoryUrls } from '@companyos/local-git';

/**
 * Where the embedded repositories are and how they are named.
 *
 * @throws InputError for a poll interval below 100 ms
 */
export function readRepositoriesConfig(config: RootConfigService): {
  root: string;
  urls: RepositoryUrls;
  pollIntervalMs: number;
} {
  const pollIntervalMs =
    config.getOptionalNumber('companyos.repositories.pollIntervalMs') ?? 1000;
  if (!(pollIntervalMs >= 100)) {
    throw new InputError(
      'companyos.repositories.pollIntervalMs must be at least 100',
    );
  }
  return {
    root: resolve(
      config.getOptionalString('companyos.repositories.root') ?? '.data/repos',
    ),
    urls: new RepositoryUrls(config.getString('app.baseUrl')),
    pollIntervalMs,
  };
}
