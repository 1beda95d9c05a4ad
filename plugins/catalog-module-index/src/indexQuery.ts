import type {
  EntityFilterQuery,
  QueryEntitiesInitialRequest,
} from '@backstage/catalog-client';
import { parseEntityRef } from '@backstage/catalog-model';

/** Rows a page. */
export const PAGE_SIZE = 50;

/** Whose entities are listed. */
export type Scope = 'all' | 'owned' | 'starred';

/** What the index page shows, as its URL says. */
export interface IndexQuery {
  /** Lower case. */
  kind: string;
  scope: Scope;
  text: string;
  /** One value a filter; absent means any. */
  type?: string;
  lifecycle?: string;
  tier?: string;
  owner?: string;
  tag?: string;
  sort: { column: string; direction: 'ascending' | 'descending' };
  /** From 0. */
  page: number;
}

/** The filters of one value, with the entity field each is about. */
export const FIELDS = {
  type: 'spec.type',
  lifecycle: 'spec.lifecycle',
  tier: 'metadata.labels.companyos.io/tier',
  owner: 'relations.ownedBy',
  tag: 'metadata.tags',
} as const;

/** Columns the back end can sort by, with the entity field of each. */
export const SORT_FIELDS: Record<string, string> = {
  name: 'metadata.name',
  type: 'spec.type',
  tier: 'metadata.labels.companyos.io/tier',
  owner: 'spec.owner',
  system: 'spec.system',
  lifecycle: 'spec.lifecycle',
};

/** Names in the URL: those of the stock catalog page, so that links made for it work. */
const PARAMETERS: Record<string, string> = {
  kind: 'filters[kind]',
  scope: 'filters[user]',
  text: 'filters[text]',
  type: 'filters[type]',
  lifecycle: 'filters[lifecycles]',
  tier: 'filters[tier]',
  owner: 'filters[owners]',
  tag: 'filters[tags]',
};

function first(params: URLSearchParams, key: keyof typeof PARAMETERS) {
  const name = PARAMETERS[key];
  return (
    params.get(name) ?? params.get(`${name}[]`) ?? params.get(`${name}[0]`)
  );
}

/** @returns what a URL asks for; anything it can't mean falls back to the default */
export function readIndexQuery(params: URLSearchParams): IndexQuery {
  const scope = first(params, 'scope');
  const [column, direction] = (params.get('sort') ?? '').split(':');
  const page = Number(params.get('page') ?? 1);
  const value = (key: keyof typeof FIELDS) => {
    const found = first(params, key);
    return found && found !== 'all' ? found : undefined;
  };
  return {
    kind: (first(params, 'kind') ?? 'component').toLocaleLowerCase('en'),
    scope: scope === 'owned' || scope === 'starred' ? scope : 'all',
    text: first(params, 'text') ?? '',
    type: value('type'),
    lifecycle: value('lifecycle'),
    tier: value('tier'),
    owner: value('owner'),
    tag: value('tag'),
    sort: {
      column: column in SORT_FIELDS ? column : 'name',
      direction: direction === 'descending' ? 'descending' : 'ascending',
    },
    page: Number.isInteger(page) && page > 0 ? page - 1 : 0,
  };
}

/** The URL of a query; what is at its default is left out. */
export function writeIndexQuery(query: IndexQuery): URLSearchParams {
  const params = new URLSearchParams();
  const put = (key: keyof typeof PARAMETERS, value?: string) => {
    if (value) params.set(PARAMETERS[key], value);
  };
  put('kind', query.kind === 'component' ? undefined : query.kind);
  put('scope', query.scope === 'all' ? undefined : query.scope);
  put('text', query.text);
  (Object.keys(FIELDS) as Array<keyof typeof FIELDS>).forEach(key =>
    put(key, query[key]),
  );
  if (query.sort.column !== 'name' || query.sort.direction !== 'ascending') {
    params.set('sort', `${query.sort.column}:${query.sort.direction}`);
  }
  if (query.page > 0) params.set('page', String(query.page + 1));
  return params;
}

/** Owners may be written short ("payments-team"); relations never are. */
function ownerRef(owner: string): string {
  const ref = parseEntityRef(owner, {
    defaultKind: 'group',
    defaultNamespace: 'default',
  });
  return `${ref.kind}:${ref.namespace}/${ref.name}`.toLocaleLowerCase('en');
}

/**
 * The request that answers a query.
 * @param ownershipEntityRefs - who the person is, for the scope "owned"
 * @param starred - refs of starred entities, for the scope "starred"
 * @returns undefined when nothing can match, so nothing needs asking
 */
export function toRequest(
  query: IndexQuery,
  ownershipEntityRefs: string[],
  starred: string[],
): QueryEntitiesInitialRequest | undefined {
  const filter: Exclude<EntityFilterQuery, unknown[]> = { kind: query.kind };
  for (const [key, field] of Object.entries(FIELDS)) {
    const value = query[key as keyof typeof FIELDS];
    if (value) filter[field] = key === 'owner' ? ownerRef(value) : value;
  }
  let filters: EntityFilterQuery = filter;
  if (query.scope === 'owned') {
    if (!ownershipEntityRefs.length) return undefined;
    if (!query.owner) filter[FIELDS.owner] = ownershipEntityRefs;
  }
  if (query.scope === 'starred') {
    const refs = starred
      .map(ref => parseEntityRef(ref))
      .filter(ref => ref.kind.toLocaleLowerCase('en') === query.kind);
    if (!refs.length) return undefined;
    filters = refs.map(ref => ({
      ...filter,
      'metadata.namespace': ref.namespace,
      'metadata.name': ref.name,
    }));
  }
  const order = query.sort.direction === 'descending' ? 'desc' : 'asc';
  return {
    filter: filters,
    limit: PAGE_SIZE,
    offset: query.page * PAGE_SIZE,
    orderFields: [
      { field: SORT_FIELDS[query.sort.column], order },
      // Names break ties, so that pages never overlap.
      ...(query.sort.column === 'name'
        ? []
        : [{ field: 'metadata.name', order: 'asc' as const }]),
    ],
    fields: ['kind', 'metadata', 'spec', 'relations', 'status'],
    ...(query.text.trim()
      ? {
          fullTextFilter: {
            term: query.text.trim(),
            fields: [
              'metadata.name',
              'metadata.title',
              'metadata.description',
              'metadata.tags',
            ],
          },
        }
      : {}),
  };
}
