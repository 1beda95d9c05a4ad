import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** The words of the plugin. */
export const repositoriesTranslationRef = createTranslationRef({
  id: 'plugin.repositories',
  messages: {
    kind: 'Repository',
    list: {
      kind: 'Repositories',
      title: 'Repositories',
      answer_one: '{{count}} repository is kept by this portal.',
      answer_other: '{{count}} repositories are kept by this portal.',
      loading: 'repositories',
      emptyTitle: 'This portal keeps no repository',
      emptyText:
        'Services created from the golden path land here, unless the portal publishes to a git host.',
      create: 'Create service',
      columnName: 'Repository',
      columnOwner: 'Owner',
      columnHead: 'Newest commit',
    },
    view: {
      loading: 'files',
      files: 'Files',
      history: 'History',
      clone: 'Clone',
      component: 'Open component',
      answer_one: '{{count}} file at {{ref}}.',
      answer_other: '{{count}} files at {{ref}}.',
      pick: 'Choose a file to read it.',
      binary:
        'A binary file of {{size}} bytes; clone the repository to open it.',
      loadingFile: '{{path}}',
    },
  },
});
