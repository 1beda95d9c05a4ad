import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** The words of the catalog page. */
export const catalogIndexTranslationRef = createTranslationRef({
  id: 'catalog.companyos-index',
  messages: {
    kind: 'Organisation',
    title: 'Catalog',
    answer_one: 'One {{kind}}.',
    answer_other: '{{count}} entities of kind {{kind}}.',
    problems_one: '{{count}} on this page can’t be read completely.',
    problems_other: '{{count}} on this page can’t be read completely.',
    loading: 'entities',
    create: 'Create service',
    search: 'Search by name, description or tag',
    any: 'Any',
    filter: {
      kind: 'Kind',
      scope: 'Whose',
      type: 'Type',
      lifecycle: 'Lifecycle',
      tier: 'Tier',
      owner: 'Owner',
      tag: 'Tag',
    },
    scope: {
      all: 'Everyone’s',
      owned: 'Mine and my teams’',
      starred: 'Starred',
    },
    column: {
      name: 'Name',
      type: 'Type',
      tier: 'Tier',
      owner: 'Owner',
      system: 'System',
      lifecycle: 'Lifecycle',
      state: 'State',
    },
    state: { good: 'Readable', bad: 'Problem' },
    clear: 'Clear filters',
    emptyTitle: 'Nothing matches',
    emptyText: 'Widen the filters, or look for another kind.',
    emptyKindTitle: 'The catalog has no such entity yet',
    emptyKindText:
      'Create a service from the golden path, or register one that exists.',
    range: '{{from}}–{{to}} of {{total}}',
    previous: 'Previous page',
    next: 'Next page',
    pages: 'Pages',
  },
});
