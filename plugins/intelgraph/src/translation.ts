import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { factMessages } from './words/factMessages';
import { graphMessages } from './words/graphMessages';
import { incidentMessages } from './words/incidentMessages';
import { sourceMessages } from './words/sourceMessages';
import { timelineMessages } from './words/timelineMessages';

/** The words of the plugin. */
export const intelgraphTranslationRef = createTranslationRef({
  id: 'plugin.intelgraph',
  messages: {
    what: 'facts',
    failed: 'The facts could not be loaded',
    stale: 'Loading them again failed: {{reason}}',
    denied: 'This needs the permission {{permission}}.',
    any: 'Any',
    tenant: 'Tenant',
    loadMore: 'Load older',
    loadMoreFailed: 'Older ones could not be loaded',
    jsonOf: '{{label}} as JSON',
    copy: 'Copy JSON',
    copied: 'JSON copied',
    copyFailed: 'Select the text and copy it',
    reason: 'Reason',
    reasonHint: 'At least 5 characters; it stays on record.',
    entitySearch: {
      label: 'Find an entity',
      none: 'No fact speaks of an entity like “{{query}}”.',
      failed: 'Entities could not be looked up',
      found: 'Entities that facts speak of',
    },
    lane: {
      incident: 'Incident',
      deploy: 'Deployment',
      change: 'Change',
      build: 'Build',
      artifact: 'Artifact',
      test: 'Test',
      decision: 'Decision',
      policy: 'Policy',
      docs: 'Docs',
      catalog: 'Catalog',
      data: 'Data',
      threat: 'Threat',
      audit: 'Audit',
      other: 'Other',
    },
    ...timelineMessages,
    ...factMessages,
    ...graphMessages,
    ...sourceMessages,
    ...incidentMessages,
  },
});
