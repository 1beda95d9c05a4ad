import { AuthService } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_LOCATION,
  Entity,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { ConflictError, InputError, toError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  isRepositoryName,
  LocalGit,
  RepositoryUrls,
} from '@companyos/local-git';
import { repositoryOf } from './repositoryOf';
import { parseServiceOwner } from './serviceOwner';

/**
 * Why a name cannot be had.
 */
export interface NameProblem {
  readonly code:
    | 'name-malformed'
    | 'name-reserved'
    | 'owner-malformed'
    | 'owner-unknown'
    | 'repository-exists'
    | 'component-exists';
  /** A sentence for the person who typed the name. */
  readonly message: string;
}

/**
 * A name somebody wants.
 */
export interface NameRequest {
  readonly name: string;
  readonly owner?: string;
  readonly except?: string;
  readonly exceptSource?: string;
}

/** Names that mean something else in host names, paths, or to the portal itself. */
const RESERVED = new Set(
  `admin api app auth backstage catalog companyos con aux nul prn create default docs git github health internal
   local localhost main master metrics new node-modules null portal prod production public root scaffolder search
   settings static status system techdocs template templates test tests undefined www`.split(
    /\s+/,
  ),
);

/**
 * Knows which service names are taken: a name belongs to one repository and one component, whoever owns it.
 */
export class ServiceNames {
  readonly #localGit: LocalGit;
  readonly #urls: RepositoryUrls;
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;

  constructor(options: {
    localGit: LocalGit;
    urls: RepositoryUrls;
    catalog: CatalogService;
    auth: AuthService;
  }) {
    this.#localGit = options.localGit;
    this.#urls = options.urls;
    this.#catalog = options.catalog;
    this.#auth = options.auth;
  }

  /**
   * Everything that speaks against the name; an empty list says it can be had.
   *
   * @param request - `owner` is a group's reference, or empty while none is chosen. A repository given as
   *   `except` (`<owner>/<name>`) and what it describes are not held against the name, nor is a component
   *   whose location begins with `exceptSource`.
   */
  async problems(request: NameRequest): Promise<NameProblem[]> {
    const { name, owner, except, exceptSource } = request;
    const problems: NameProblem[] = [];
    if (owner) problems.push(...(await this.#ownerProblems(owner)));
    if (!isRepositoryName(name)) {
      problems.push({
        code: 'name-malformed',
        message: 'Use 1 to 63 lower-case letters, digits and inner hyphens.',
      });
      return problems;
    }
    if (RESERVED.has(name) || /^(com|lpt)\d$/.test(name)) {
      problems.push({
        code: 'name-reserved',
        message: `${name} is reserved; choose a name that says what the service does.`,
      });
    }
    const [repositories, components] = await Promise.all([
      this.#localGit.listRepositories(),
      this.#componentsNamed(name),
    ]);
    for (const id of repositories) {
      const path = `${id.owner}/${id.name}`;
      if (id.name === name && path !== except) {
        problems.push({
          code: 'repository-exists',
          message: `${id.owner} already has a repository named ${name}.`,
        });
      }
    }
    for (const component of components) {
      const { annotations = {} } = component.metadata;
      const repository = repositoryOf(component, this.#urls);
      // Ours, or already said of its repository.
      const isSaid =
        (repository !== undefined &&
          (repository === except ||
            repositories.some(
              id => id.name === name && `${id.owner}/${id.name}` === repository,
            ))) ||
        (exceptSource !== undefined &&
          annotations[ANNOTATION_LOCATION]?.startsWith(exceptSource));
      if (!isSaid) {
        const holder =
          typeof component.spec?.owner === 'string'
            ? ` of ${component.spec.owner}`
            : '';
        problems.push({
          code: 'component-exists',
          message: `The catalog already has ${stringifyEntityRef(
            component,
          )}${holder}.`,
        });
      }
    }
    return problems;
  }

  /**
   * @throws InputError for a bad name or owner, ConflictError that names who has the name already
   */
  async assertFree(request: NameRequest): Promise<void> {
    const problems = await this.problems(request);
    const bad = problems.filter(({ code }) => !code.endsWith('-exists'));
    const sentences = (list: NameProblem[]) =>
      list.map(({ message }) => message).join(' ');
    if (bad.length > 0) throw new InputError(sentences(bad));
    if (problems.length > 0) {
      throw new ConflictError(
        `The name ${request.name} is taken. ${sentences(problems)}`,
      );
    }
  }

  async #ownerProblems(owner: string): Promise<NameProblem[]> {
    try {
      const { entityRef } = parseServiceOwner(owner);
      const group = await this.#catalog.getEntityByRef(entityRef, {
        credentials: await this.#auth.getOwnServiceCredentials(),
      });
      return group
        ? []
        : [
            {
              code: 'owner-unknown',
              message: `The catalog has no ${entityRef}.`,
            },
          ];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return [{ code: 'owner-malformed', message: toError(error).message }];
    }
  }

  /** In every namespace, with the portal's own credentials: a name is taken also for who cannot see by what. */
  async #componentsNamed(name: string): Promise<Entity[]> {
    const { items } = await this.#catalog.getEntities(
      {
        filter: { kind: 'component', 'metadata.name': name },
        fields: [
          'kind',
          'metadata.name',
          'metadata.namespace',
          'metadata.annotations',
          'spec.owner',
        ],
      },
      { credentials: await this.#auth.getOwnServiceCredentials() },
    );
    return items;
  }
}
