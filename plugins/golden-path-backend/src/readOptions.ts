import { resolve } from 'node:path';
import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { RepositoryUrls } from '@companyos/local-git';
import { DRIFT_CHECK, MERGE_CHECK } from './domain/updateStatus';

/** Settings of the plugin with their defaults, see `config.d.ts`. */
export interface GoldenPathOptions {
  templatesRoot: string;
  repositoriesRoot: string;
  urls: RepositoryUrls;
  /** Folder for copies of repositories and for runs. */
  workDirectory: string;
  fleetIntervalMs: number;
  concurrency: number;
  updateIntervalMs: number;
  hostIntervalMs: number;
  /** Who commits updates. */
  author: { name: string; email: string };
  checks: {
    /** Whether this machine runs `make ci`. */
    runsHere: boolean;
    timeoutMs: number;
    concurrency: number;
    /** Names of variables a run gets of this process. */
    environment: string[];
    /** Names of checks that outside systems may report. */
    external: string[];
  };
}

const KEY = 'companyos.goldenPath';
const CHECK_NAME = /^[a-z0-9](?:[a-z0-9._/-]{0,61}[a-z0-9])?$/;

/**
 * Reads `companyos.goldenPath` and what it stands on.
 *
 * @param environment - of the process; only NODE_ENV is read
 * @throws InputError that names the key
 */
export function readOptions(
  config: Config,
  environment: { NODE_ENV?: string } = process.env,
): GoldenPathOptions {
  const milliseconds = (key: string, byDefault: number, atLeast: number) => {
    const path = `${KEY}.${key}`;
    const value = config.has(path)
      ? durationToMilliseconds(readDurationFromConfig(config, { key: path }))
      : byDefault;
    if (!(value >= atLeast)) {
      throw new InputError(`${path} must be at least ${atLeast} ms`);
    }
    return value;
  };
  const count = (key: string, byDefault: number, most: number) => {
    const path = `${KEY}.${key}`;
    const value = config.getOptionalNumber(path) ?? byDefault;
    if (!Number.isInteger(value) || value < 1 || value > most) {
      throw new InputError(`${path} must be a whole number from 1 to ${most}`);
    }
    return value;
  };

  const external = config.getOptionalStringArray(`${KEY}.checks.external`) ?? [
    'ci',
  ];
  for (const name of external) {
    if (!CHECK_NAME.test(name) || [MERGE_CHECK, DRIFT_CHECK].includes(name)) {
      throw new InputError(
        `${KEY}.checks.external: ${JSON.stringify(
          name,
        )} cannot be reported from outside`,
      );
    }
  }
  const workDirectory =
    config.getOptionalString(`${KEY}.workDirectory`) ??
    `${
      config.getOptionalString('backend.workingDirectory') ?? '.data/work'
    }/golden-path`;

  return {
    templatesRoot: resolve(
      config.getOptionalString(`${KEY}.templatesRoot`) ?? 'templates',
    ),
    repositoriesRoot: resolve(
      config.getOptionalString('companyos.repositories.root') ?? '.data/repos',
    ),
    urls: new RepositoryUrls(config.getString('app.baseUrl')),
    workDirectory: resolve(workDirectory),
    fleetIntervalMs: milliseconds('fleet.interval', 60_000, 1_000),
    concurrency: count('fleet.concurrency', 4, 32),
    updateIntervalMs: milliseconds('updates.interval', 3_000, 500),
    hostIntervalMs: milliseconds('updates.hostInterval', 60_000, 1_000),
    author: {
      name:
        config.getOptionalString('scaffolder.defaultAuthor.name') ??
        'Golden path',
      email:
        config.getOptionalString('scaffolder.defaultAuthor.email') ??
        'golden-path@companyos.invalid',
    },
    checks: {
      runsHere: readRunsHere(config, environment),
      timeoutMs: milliseconds('checks.timeout', 15 * 60_000, 1_000),
      concurrency: count('checks.concurrency', 1, 8),
      environment:
        config.getOptionalStringArray(`${KEY}.checks.environment`) ?? [],
      external,
    },
  };
}

function readRunsHere(
  config: Config,
  environment: { NODE_ENV?: string },
): boolean {
  const path = `${KEY}.checks.run`;
  const run = config.getOptionalString(path) ?? 'external';
  if (run === 'external') return false;
  if (run !== 'host') {
    throw new InputError(`${path} must be host or external`);
  }
  const isDevelopment =
    config.getOptionalString('companyos.environment') === 'development' &&
    environment.NODE_ENV !== 'production';
  if (!isDevelopment) {
    throw new InputError(
      `${path} is host, which runs code of every repository with the portal's own rights; it works only where companyos.environment is development and NODE_ENV is not production`,
    );
  }
  return true;
}
