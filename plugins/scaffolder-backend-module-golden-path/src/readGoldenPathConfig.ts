import { resolve } from 'node:path';
import { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { RepositoryUrls } from '@companyos/local-git';

/**
 * Where a new repository goes.
 */
export type PublishTarget =
  | { readonly kind: 'local-git' }
  | {
      readonly kind: 'github';
      readonly host: string;
      readonly organization: string;
    };

/**
 * A service that a development portal makes by itself.
 */
export interface ReferenceService {
  readonly template: string;
  /** By default the newest release. */
  readonly version?: string;
  readonly answers: JsonObject & {
    readonly name: string;
    readonly owner: string;
  };
}

/**
 * The module's settings, with defaults and absolute paths.
 */
export interface GoldenPathConfig {
  readonly templatesRoot: string;
  readonly repositoriesRoot: string;
  readonly urls: RepositoryUrls;
  readonly publish: PublishTarget;
  /** Whether services can be created from templates that have not been released. */
  readonly allowUnreleased: boolean;
  /** In the order they are made; none outside of development. */
  readonly referenceServices: readonly ReferenceService[];
  /** Who commits where the person has no name. */
  readonly defaultAuthor: { readonly name: string; readonly email: string };
}

function readPublishTarget(config: RootConfigService): PublishTarget {
  const kind =
    config.getOptionalString('companyos.goldenPath.publish') ?? 'local-git';
  switch (kind) {
    case 'local-git':
      return { kind };
    case 'github':
      return {
        kind,
        host:
          config.getOptionalString('companyos.goldenPath.github.host') ??
          'github.com',
        organization: config.getString(
          'companyos.goldenPath.github.organization',
        ),
      };
    default:
      throw new InputError(
        `companyos.goldenPath.publish is ${JSON.stringify(
          kind,
        )}; it must be local-git or github`,
      );
  }
}

function readReferenceServices(config: RootConfigService): ReferenceService[] {
  const services =
    config.getOptionalConfigArray('companyos.goldenPath.referenceServices') ??
    [];
  return services.map(service => ({
    template: service.getString('template'),
    version: service.getOptionalString('version'),
    answers: {
      ...service.getConfig('answers').get<JsonObject>(),
      name: service.getString('answers.name'),
      owner: service.getString('answers.owner'),
    },
  }));
}

/**
 * @throws InputError or a config error that names the key
 */
export function readGoldenPathConfig(
  config: RootConfigService,
): GoldenPathConfig {
  return {
    templatesRoot: resolve(
      config.getOptionalString('companyos.goldenPath.templatesRoot') ??
        'templates',
    ),
    repositoriesRoot: resolve(
      config.getOptionalString('companyos.repositories.root') ?? '.data/repos',
    ),
    urls: new RepositoryUrls(config.getString('app.baseUrl')),
    publish: readPublishTarget(config),
    allowUnreleased:
      config.getOptionalBoolean('companyos.goldenPath.allowUnreleased') ??
      false,
    referenceServices:
      config.getOptionalString('companyos.environment') === 'development'
        ? readReferenceServices(config)
        : [],
    defaultAuthor: {
      name:
        config.getOptionalString('scaffolder.defaultAuthor.name') ??
        'Golden path',
      email:
        config.getOptionalString('scaffolder.defaultAuthor.email') ??
        'golden-path@companyos.invalid',
    },
  };
}
