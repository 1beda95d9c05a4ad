import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** The words of the overview. */
export const overviewTranslationRef = createTranslationRef({
  id: 'companyos.catalog-overview',
  messages: {
    header: {
      tier: 'Tier',
      lifecycle: 'Lifecycle',
      classification: 'Data',
      region: 'Region',
      owner: 'Owner',
      system: 'System',
      domain: 'Domain',
      partOf: 'Part of',
      star: 'Add to starred',
      unstar: 'Remove from starred',
      more: 'More actions',
    },
    overview: {
      loading: 'what is known',
      answerSource: 'Catalog, repository, decision records and docs builds',
      template: 'Made from template {{name}} {{version}}',
      ownMaking: 'Registered without a template',
      changed: 'last changed {{ago}}',
      inOrder: 'its catalog entry is in order',
      broken_one: 'its catalog entry has 1 problem',
      broken_other: 'its catalog entry has {{count}} problems',
      decisions_zero: 'no decisions recorded',
      decisions_one: '1 decision recorded',
      decisions_other: '{{count}} decisions recorded',
      proposed_one: '1 of them to decide',
      proposed_other: '{{count}} of them to decide',
      docsBuilt: 'docs built {{ago}}',
      docsFailed: 'docs build failed {{ago}}',
      docsBuilding: 'docs building since {{ago}}',
      docsUnbuilt: 'docs not built yet',
      noDocs: 'no docs',
      clone: 'Clone',
      browse: 'Browse the repository',
    },
    processing: {
      title: 'Why is this stale or broken?',
      loading: 'how the catalog keeps this',
      unreadable: 'How the catalog keeps this could not be read',
      state: {
        pass: 'In order',
        info: 'Catching up',
        warn: 'Stale',
        fail: 'Broken',
      },
      seen: 'Seen in its source {{ago}}, next look {{next}}',
      lastSeen: 'Seen in its source',
      nextLook: 'Next look',
      lastChange: 'Last change shown',
      never: 'never',
      location: 'Comes from',
      origin: 'Listed in',
      at: 'At {{ref}}',
      orphan:
        'No source lists this any more; what you see is the last that was known.',
      orphanFix:
        'List it again in its catalog file, or unregister it under More actions.',
      missing: 'It refers to {{refs}}, which the catalog does not know.',
      missingFix:
        'Correct the name at the source, or register what is missing.',
      overdue: 'It was due {{ago}}; the catalog is behind with its work.',
      overdueFix:
        'Refresh it; if many entities are behind, tell whoever runs the portal.',
      differs: 'The source has changed; the catalog is taking that over.',
      differsFix: 'Wait a moment, or refresh it.',
      fix: {
        gone: 'Put the file back, or correct the location that names it.',
        refused:
          'Ask whoever runs the portal to check the token or the allowed hosts for this source.',
        unreachable:
          'Check that the host of the source is up; the catalog tries again on its own.',
        duplicate: 'Two files describe the same entity; remove one of them.',
        yaml: 'Correct the YAML at the source; the message names the place.',
        invalid:
          'Correct the field that the message names at the source, then refresh.',
        other: 'Correct it at the source, then refresh.',
      },
      refresh: 'Refresh',
      refreshing: 'Asked the catalog to look at the source now.',
      refreshFailed: 'The catalog could not be asked: {{message}}',
      mayNot: 'Refreshing needs the permission {{permission}}.',
      mayNotRoles: 'Refreshing needs the role {{roles}}.',
    },
  },
});
