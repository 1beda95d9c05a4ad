import { ANNOTATION_LOCATION, Entity } from '@backstage/catalog-model';
import { RepositoryUrls } from '@companyos/local-git';
import { RepositoryPlace } from '../sources/types';

/** `<name>@<version>` of the template an entity's repository was made from. */
export const TEMPLATE_ANNOTATION = 'companyos.io/template';

const CATALOG_FILE = 'catalog-info.yaml';
const GITHUB_NAME = /^[A-Za-z0-9_.-]{1,100}$/;

/** Where an entity lives, and the branch the catalog read it from. */
export interface EntityPlace {
  readonly place: RepositoryPlace;
  readonly branch: string;
}

/**
 * The repository an entity belongs to; undefined where it is none we can work with. Only the location that the
 * catalog itself noted counts: what a descriptor says about its repository is the word of whoever wrote it.
 *
 * The descriptor has to lie at the repository's root, beside the lock file it speaks of.
 *
 * @param options.isGithub - whether a host name is that of a configured GitHub
 */
export function placeOfEntity(
  entity: Entity,
  options: { urls: RepositoryUrls; isGithub: (hostname: string) => boolean },
): EntityPlace | undefined {
  const location = entity.metadata.annotations?.[ANNOTATION_LOCATION];
  const target = location?.startsWith('url:') ? location.slice(4) : '';
  if (!URL.canParse(target)) return undefined;
  if (options.urls.matches(target)) {
    return embeddedPlace(target, options.urls);
  }
  const url = new URL(target);
  if (url.protocol !== 'https:' || !options.isGithub(url.host)) {
    return undefined;
  }
  const [owner, repository, kind, ...rest] = url.pathname.slice(1).split('/');
  const name = repository?.replace(/\.git$/, '');
  const branch = rest.slice(0, -1).map(decode).join('/');
  const isRootFile =
    kind === 'blob' && rest.at(-1) === CATALOG_FILE && Boolean(branch);
  if (!isRootFile || !isGithubName(owner) || !isGithubName(name)) {
    return undefined;
  }
  return {
    branch,
    place: {
      host: 'github',
      // GitHub's names are the same in any case.
      key: `github:${url.host}/${owner}/${name}`.toLowerCase(),
      url: `https://${url.host}/${owner}/${name}`,
      hostname: url.host,
      owner,
      name,
    },
  };
}

function embeddedPlace(
  target: string,
  urls: RepositoryUrls,
): EntityPlace | undefined {
  try {
    const { owner, name, kind, ref, path } = urls.parse(target);
    return kind === 'blob' && path === CATALOG_FILE
      ? {
          branch: ref,
          place: {
            host: 'local-git',
            key: `local-git:${owner}/${name}`,
            url: urls.tree({ owner, name }),
            hostname: '',
            owner,
            name,
          },
        }
      : undefined;
  } catch {
    // A URL of the embedded folder that names no file of a repository.
    return undefined;
  }
}

function isGithubName(name: string | undefined): name is string {
  return (
    name !== undefined && GITHUB_NAME.test(name) && !/^\.{1,2}$/.test(name)
  );
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The template and version that an entity's annotation names. */
export function templateOfEntity(entity: Entity): {
  template: string;
  version: string;
} {
  const [template, version] = (
    entity.metadata.annotations?.[TEMPLATE_ANNOTATION] ?? ''
  ).split('@');
  return {
    template: template.slice(0, 63) || 'unknown',
    version: (version ?? '').slice(0, 63) || 'unknown',
  };
}
