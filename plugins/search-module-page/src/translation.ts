import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** The words of the search page. */
export const searchPageTranslationRef = createTranslationRef({
  id: 'search.companyos-page',
  messages: {
    kind: 'Search',
    title: 'Search',
    titleTerm: 'Search for “{{term}}”',
    field: 'Search catalog, docs and decisions',
    all: 'Everything',
    types: 'What to search',
    catalog: 'Catalog',
    loading: 'results',
    results: 'Results',
    answer_zero: 'Nothing found for “{{term}}”.',
    answer_one: 'One result for “{{term}}”.',
    answer_other: '{{count}} results for “{{term}}”.',
    answerPage_one: 'The first result for “{{term}}”.',
    answerPage_other: 'The {{count}} best results for “{{term}}”.',
    startTitle: 'What are you looking for?',
    startText:
      'A service, a team, a page of documentation, a decision: type a word of it.',
    emptyTitle: 'Nothing found for “{{term}}”',
    emptyText:
      'Try fewer or other words. What was just created is found within half a minute.',
    browse: 'Browse the catalog',
    previous: 'Previous page',
    next: 'Next page',
    pages: 'Pages',
  },
});
