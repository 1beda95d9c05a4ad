import { posix } from 'node:path';
import {
  ANNOTATION_LOCATION,
  ANNOTATION_SOURCE_LOCATION,
  Entity,
} from '@backstage/catalog-model';
import { InputError, NotAllowedError } from '@backstage/errors';
import {
  ADR_LOCATION_ANNOTATION,
  DEFAULT_ADR_DIRECTORY,
} from '@companyos/plugin-adr-common';

export const TECHDOCS_ANNOTATION = 'backstage.io/techdocs-ref';

/** Where the records of an entity are read. */
export type DecisionLocation = {
  /** Whether it is no mistake when there is no such folder. */
  optional: boolean;
} & (
  | {
      type: 'file';
      /** File of the entity's descriptor. */
      descriptor: string;
      /** Relative to the folder of the descriptor; not checked to stay in it. */
      directory: string;
      /** URL of that folder for people, where one is known. */
      viewUrl?: string;
    }
  | { type: 'url'; url: string }
);

/** Whether an entity says where its records are. */
export function declaresDecisions(entity: Entity): boolean {
  const annotations = entity.metadata.annotations ?? {};
  return Boolean(
    annotations[ADR_LOCATION_ANNOTATION] || annotations[TECHDOCS_ANNOTATION],
  );
}

/**
 * Where the records of an entity are: as its annotation says, or in `docs/adr` beside its
 * `mkdocs.yml` when it has TechDocs.
 *
 * The portal reads with its own credentials, and whoever writes a descriptor can write
 * these annotations. So a location counts only inside of the repository that the catalog
 * itself read the descriptor from, or below one of `allowedLocations`.
 *
 * @param options.resolveUrl - resolves a path against the URL of a file of a git host
 * @returns undefined when the entity declares nothing
 * @throws InputError when the entity has no usable location of its own
 * @throws NotAllowedError when the annotation leaves the repository
 */
export function decisionLocation(
  entity: Entity,
  options: {
    resolveUrl: (options: { url: string; base: string }) => string;
    allowedLocations: readonly string[];
  },
): DecisionLocation | undefined {
  const annotations = entity.metadata.annotations ?? {};
  const declared = annotations[ADR_LOCATION_ANNOTATION]?.trim();
  const techdocs = annotations[TECHDOCS_ANNOTATION]?.trim();
  if (!declared && !techdocs) {
    return undefined;
  }
  const optional = !declared;
  const target = declared
    ? declared.replace(/^(dir|url):/, '')
    : `${techdocs
        .replace(/^(dir|url):/, '')
        .replace(/\/+$/, '')}/${DEFAULT_ADR_DIRECTORY}`;

  const managedBy = parseLocation(annotations[ANNOTATION_LOCATION]);
  const source = parseLocation(annotations[ANNOTATION_SOURCE_LOCATION]);
  if (!managedBy) {
    throw new InputError(
      'The entity has no file: or url: location to which its decision records could belong',
    );
  }

  if (managedBy.type === 'file') {
    if (isUrl(target)) {
      return {
        type: 'url',
        optional,
        url: assertAllowed(target, undefined, options.allowedLocations),
      };
    }
    const viewBase =
      source?.type === 'url' && isUrl(source.target)
        ? source.target
        : undefined;
    return {
      type: 'file',
      optional,
      descriptor: managedBy.target,
      directory: posix.normalize(target.replace(/\\/g, '/')),
      ...(viewBase && {
        viewUrl: options.resolveUrl({
          url: withSlash(target),
          base: withSlash(viewBase),
        }),
      }),
    };
  }

  if (!URL.canParse(managedBy.target)) {
    throw new InputError(`The entity's location ${managedBy.target} is no URL`);
  }
  const repository = repositoryOf(managedBy.target);
  // The source location is the folder of the descriptor, but it is the entity's own word.
  const base =
    source?.type === 'url' && isWithin(source.target, repository)
      ? withSlash(source.target)
      : managedBy.target;
  const url = isUrl(target)
    ? target
    : options.resolveUrl({ url: target, base });
  return {
    type: 'url',
    optional,
    url: assertAllowed(url, repository, options.allowedLocations),
  };
}

function parseLocation(
  value: string | undefined,
): { type: 'file' | 'url'; target: string } | undefined {
  const match = /^(file|url):(.+)$/.exec(value?.trim() ?? '');
  return match
    ? { type: match[1] === 'file' ? 'file' : 'url', target: match[2] }
    : undefined;
}

function isUrl(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

function withSlash(path: string): string {
  // A query (Azure DevOps, Bitbucket Server) belongs to the path that it follows.
  return path.includes('?') || path.endsWith('/') ? path : `${path}/`;
}

/**
 * From the most telling form to the least. Owners and repositories may be called `tree` or
 * `src` too, so their places are counted: taken for a marker, they would make all
 * repositories of an owner, or of a host, one.
 */
const REPOSITORY_PATHS = [
  // GitLab
  /^(.+?)\/-\/(?:tree|blob|raw|edit)(?:\/|$)/,
  // Bitbucket Server
  /^((?:\/[^/]+)*?\/(?:projects|users)\/[^/]+\/repos\/[^/]+)\/(?:browse|raw)(?:\/|$)/,
  // The embedded git folder
  /^((?:\/[^/]+)*?\/repos\/[^/]+\/[^/]+)\/(?:tree|blob)(?:\/|$)/,
  // GitHub, Gitea, Bitbucket Cloud
  /^(\/[^/]+\/[^/]+(?:\/[^/]+)*?)\/(?:tree|blob|raw|edit|src|browse)(?:\/|$)/,
];

/**
 * The part of a URL that names the repository: what is before `tree`, `blob` and the like,
 * all of the path on Azure DevOps, otherwise the folder of the file.
 */
function repositoryOf(url: string): string {
  const { origin, pathname } = new URL(url);
  for (const pattern of REPOSITORY_PATHS) {
    const repository = pattern.exec(pathname)?.[1];
    if (repository) {
      return `${origin}${repository}/`;
    }
  }
  return pathname.includes('/_git/')
    ? `${origin}${withSlash(pathname)}`
    : new URL('.', url).toString().split(/[?#]/)[0];
}

function isWithin(url: string, prefix: string): boolean {
  if (!URL.canParse(url)) {
    return false;
  }
  const { origin, pathname } = new URL(url);
  return (
    !/%2e|%2f|%5c/i.test(pathname) &&
    withSlash(`${origin}${pathname}`).startsWith(prefix)
  );
}

function assertAllowed(
  url: string,
  repository: string | undefined,
  allowedLocations: readonly string[],
): string {
  const prefixes = [...(repository ? [repository] : []), ...allowedLocations];
  if (!prefixes.some(prefix => isWithin(url, prefix))) {
    throw new NotAllowedError(
      `The decision records at ${url} are outside of the entity's own repository; ` +
        `move them there, or have an administrator add the location to adr.allowedLocations`,
    );
  }
  return new URL(url).toString();
}
