import { RoleName } from './roles';

/** Of which things a grant speaks. */
export type Scope =
  /** Every resource. */
  | 'all'
  /** Catalog entities that the person, or one of their groups, owns. */
  | 'owned-entities'
  /** Scaffolder tasks that the person started. */
  | 'own-tasks';

/** Who is given something: holders of one of the roles, or all who are signed in. */
export interface Grant {
  to: 'everyone' | readonly RoleName[];
  scope: Scope;
}

/**
 * One line of the table. A permission is decided by the first rule that matches it; of
 * that rule, the widest grant that the person has. No grant is a denial.
 */
export interface Rule {
  /** Stands in audit events and answers, so that a decision can be traced to its line. */
  name: string;
  /** Permission names; a trailing `.*` stands for everything below. */
  permissions: readonly string[];
  grants: readonly Grant[];
  /** Why it is so, in words that a person who was denied understands. */
  reason: string;
}

const CREATORS: readonly RoleName[] = [
  'service-developers',
  'site-reliability-engineers',
  'platform-engineers',
];
const PLATFORM: readonly RoleName[] = ['platform-engineers'];

/** Who may do what. The whole of the portal's authorization that is not a plugin's own. */
export const ROLE_TABLE: readonly Rule[] = [
  {
    name: 'create-from-template',
    permissions: [
      'scaffolder.task.create',
      'scaffolder.action.execute',
      'scaffolder.template.dry-run',
      'catalog.entity.validate',
    ],
    grants: [{ to: CREATORS, scope: 'all' }],
    reason:
      'Creating a component starts something that a team has to run, so it needs a role that builds or runs services.',
  },
  {
    name: 'read-tasks',
    permissions: ['scaffolder.task.read'],
    grants: [
      { to: PLATFORM, scope: 'all' },
      { to: 'everyone', scope: 'own-tasks' },
    ],
    reason:
      'A task log shows what its author typed in; others see it only to support them.',
  },
  {
    name: 'cancel-tasks',
    permissions: ['scaffolder.task.cancel'],
    grants: [
      { to: PLATFORM, scope: 'all' },
      { to: CREATORS, scope: 'own-tasks' },
    ],
    reason:
      'A running task is stopped by its author, or by whoever supports it.',
  },
  {
    name: 'refresh-entities',
    permissions: ['catalog.entity.refresh'],
    grants: [
      { to: PLATFORM, scope: 'all' },
      { to: 'everyone', scope: 'owned-entities' },
    ],
    reason: 'An entity is read again at the wish of those who own it.',
  },
  {
    name: 'refresh-decision-records',
    permissions: ['adr.record.refresh'],
    grants: [{ to: [...CREATORS, 'compliance-officers'], scope: 'all' }],
    reason:
      'Decision records are read again by those who write or examine them.',
  },
  {
    name: 'read-fleet',
    permissions: ['golden-path.fleet.read'],
    grants: [{ to: 'everyone', scope: 'all' }],
    reason:
      'Where repositories stand against their template concerns everyone.',
  },
  {
    name: 'update-own-repositories',
    permissions: ['golden-path.update.own'],
    grants: [{ to: CREATORS, scope: 'all' }],
    reason:
      'An update changes what a team runs, so it needs a role that builds or runs services; the golden path itself holds it to the components that the person or one of their groups owns.',
  },
  {
    name: 'update-fleet',
    permissions: ['golden-path.update.any', 'golden-path.campaign.manage'],
    grants: [{ to: PLATFORM, scope: 'all' }],
    reason:
      'Updates of repositories of other teams, one by one or in a campaign, are for those who keep the golden path.',
  },
  {
    name: 'state-facts',
    permissions: ['intelgraph.event.ingest', 'intelgraph.schema.register'],
    grants: [{ to: PLATFORM, scope: 'all' }],
    reason:
      'Facts are stated by the systems that know them; by hand, and with event types of one’s own, only those who keep the platform do.',
  },
  {
    name: 'read-sensitive-facts',
    permissions: ['intelgraph.sensitive.read'],
    grants: [
      { to: ['compliance-officers', 'security-analysts'], scope: 'all' },
    ],
    reason:
      'What restricted and personal facts say is for those who examine them; that they are there, and who said so, everyone sees.',
  },
  {
    name: 'acknowledge-incidents',
    permissions: ['intelgraph.incident.acknowledge'],
    grants: [{ to: CREATORS, scope: 'all' }],
    reason:
      'Who acknowledges an incident looks after it, so it needs a role that builds or runs services.',
  },
  {
    name: 'decide-on-quarantine',
    permissions: ['intelgraph.quarantine.manage'],
    grants: [{ to: ['platform-engineers', 'security-analysts'], scope: 'all' }],
    reason:
      'An event that nobody could read is taken or discarded by those who look after its source.',
  },
  {
    name: 'erase-facts',
    permissions: ['intelgraph.body.erase'],
    grants: [{ to: ['compliance-officers'], scope: 'all' }],
    reason:
      'Erasing what a fact says is a decision about privacy, which compliance makes.',
  },
  {
    name: 'manage-catalog',
    permissions: [
      'catalog.entity.create',
      'catalog.entity.delete',
      'catalog.location.create',
      'catalog.location.delete',
      'catalog.location.analyze',
      'catalog.ingestion.manage',
    ],
    grants: [{ to: PLATFORM, scope: 'all' }],
    reason:
      'What the catalog reads, and what is taken out of it, concerns every team; new components come through a template.',
  },
  {
    name: 'manage-platform',
    permissions: ['scaffolder.template.management', 'devtools.*'],
    grants: [{ to: PLATFORM, scope: 'all' }],
    reason: 'These tools show and change the portal itself.',
  },
];

/** Decides what the table does not name, when it only reads. */
export const READ_RULE: Rule = {
  name: 'read',
  permissions: [],
  grants: [{ to: 'everyone', scope: 'all' }],
  reason: 'Everyone who is signed in may read.',
};

/** Decides the rest: a change that no line of the table knows is denied. */
export const UNKNOWN_RULE: Rule = {
  name: 'unknown',
  permissions: [],
  grants: [],
  reason:
    'No rule knows this permission, and what no rule knows is denied; a platform engineer can add one.',
};

/** Decides everything for someone who is not signed in. */
export const SIGNED_OUT_RULE: Rule = {
  name: 'signed-out',
  permissions: [],
  grants: [],
  reason: 'Sign in first: nothing is shown to someone who is not signed in.',
};
