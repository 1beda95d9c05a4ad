/**
 * Every sentence a person reads, in English. Another language is another file of the same shape, beside this
 * one and in words.ts; components never hold text of their own.
 */
export const en = {
  language: 'en',
  appName: 'Library',
  skipToContent: 'Skip to content',
  navigation: 'Main',
  loading: 'Loading …',
  retry: 'Try again',
  backToList: 'All documents',
  list: {
    title: 'Documents',
    workspace: 'Workspace',
    show: 'Show',
    create: 'New document',
    more: 'Show more',
    empty: (workspace: string) => `The workspace ${workspace} has no documents.`,
    emptyHint: 'Create the first one, or look into another workspace.',
    count: (count: number) =>
      count === 1 ? '1 document is shown.' : `${String(count)} documents are shown.`,
    caption: (workspace: string) => `Documents of ${workspace}, newest first`,
    columns: { title: 'Title', type: 'Type', classification: 'Classification', created: 'Created' },
  },
  detail: {
    title: 'Document',
    fields: {
      workspace: 'Workspace',
      type: 'Type',
      classification: 'Classification',
      region: 'Stored in',
      created: 'Created',
      checksum: 'Checksum',
    },
  },
  create: {
    title: 'New document',
    fields: {
      workspace_id: 'Workspace',
      title: 'Title',
      content: 'Content',
      type: 'Type',
      classification: 'Classification',
    },
    workspaceHint: 'Small letters, digits and hyphens.',
    submit: 'Create document',
    submitting: 'Creating …',
    created: (title: string) => `${title} has been created.`,
    invalid: (count: number) =>
      count === 1
        ? 'One field needs your attention.'
        : `${String(count)} fields need your attention.`,
    errors: {
      workspace: 'Use 1 to 64 small letters, digits and hyphens.',
      titleMissing: 'Give it a title.',
      titleLong: 'Use at most 200 characters.',
      contentLong: 'Use at most 100,000 characters.',
    },
  },
  types: { note: 'Note', report: 'Report', contract: 'Contract' },
  classifications: {
    public: 'Public',
    internal: 'Internal',
    confidential: 'Confidential',
    restricted: 'Restricted',
    pii: 'Personal data',
  },
  problems: {
    denied: 'You may not see this',
    deniedHint: 'Ask the owner of the workspace to let you in.',
    signedOut: 'You are not signed in',
    signedOutHint: 'Sign in again, then try once more.',
    missing: 'This document is not there',
    missingHint: 'It may have been deleted, or the address is not complete.',
    offline: 'The service could not be reached',
    offlineHint: 'Check your connection and try again.',
    failed: 'That did not work',
    failedHint:
      'It is not your fault. Try again in a moment; if it stays, report it with the trace id.',
    invalid: 'The service did not accept that',
    invalidHint: 'Correct what it names and try again.',
    traceId: 'Trace id',
  },
  notFound: {
    title: 'There is no such page',
    hint: 'The address is not complete, or the page has moved.',
  },
  crash: {
    title: 'Something broke on this page',
    hint: 'It has been reported. Load the page again to go on.',
    reload: 'Load again',
  },
  start: {
    title: 'The application could not start',
    hint: 'Its settings could not be loaded. Try again in a moment.',
  },
};
