import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** The words of the build record. */
export const buildRecordTranslationRef = createTranslationRef({
  id: 'companyos.techdocs-build-record',
  messages: {
    label: 'Docs build',
    loading: 'the build record',
    unreadable: 'The build record could not be read',
    state: {
      unbuildable: 'No docs',
      unbuilt: 'Not built yet',
      building: 'Building',
      built: 'Built',
      failed: 'Build failed',
    },
    unbuilt: 'The first visit builds the docs; this takes a few seconds.',
    started: 'Started {{ago}}',
    built: '{{ago}} from {{source}} in {{duration}}',
    builtFromUnknown: '{{ago}} in {{duration}}',
    failed: '{{ago}}',
    shown:
      'You read the docs built {{ago}}. Newer builds have failed, the first one {{since}}.',
    nothingShown: 'There are no earlier docs to show.',
    commit: 'commit',
    content: 'content',
    showLog: 'Show log',
    buildAgain: 'Build again',
    buildFailed: 'The build could not be started: {{message}}',
    unchanged: 'Nothing changed since the last build.',
    newDocs: 'New docs are ready.',
    showNewDocs: 'Show new docs',
    log: {
      title: 'Docs builds',
      build: 'Build',
      text: 'Log of the build',
      loading: 'the log',
      empty: 'The build has written nothing yet.',
      unreadable: 'The log could not be read',
      choice: '{{state}}, {{time}}',
    },
  },
});
