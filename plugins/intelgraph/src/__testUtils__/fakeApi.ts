import { ResponseError } from '@backstage/errors';
import { IntelGraphApi } from '@companyos/plugin-intelgraph-common';
import {
  detail,
  digest,
  facts,
  graph,
  histogram,
  incident,
  incidentDetail,
  page,
  quarantined,
  source,
} from './fixtures';

const lastPage = { hasNextPage: false, endCursor: null };
const unused = async () => {
  throw new Error('No page uses this');
};

/** An answer of the back end that is an error. */
export const refuse = async (status: number, name: string): Promise<never> => {
  const body = { error: { name, message: `${name} says so` } };
  throw await ResponseError.fromResponse(Response.json(body, { status }));
};

/** The back end, with answers for everything; what a test is about it overrides. */
export const fakeApi = (
  overrides: Partial<IntelGraphApi> = {},
): IntelGraphApi => ({
  inTenant: () => fakeApi(overrides),
  getTimeline: async query => page(query?.conflictsOnly ? [facts[1]] : facts),
  exportTimeline: async () => new Response('{}\n'),
  getHistogram: async () => histogram(),
  getFact: async id => detail(facts.find(one => one.id === id) ?? facts[0]),
  verifyFact: async () => ({
    holds: true,
    checked: 2,
    checks: [
      { name: 'Content', status: 'holds', detail: 'The digest is the same.' },
      { name: 'Bytes', status: 'not-checkable', detail: 'They were erased.' },
    ],
  }),
  eraseFact: async id => detail(facts.find(one => one.id === id)),
  getFeed: unused,
  getGraph: async () => graph,
  listEntities: async () => ({
    items: [
      {
        entity: 'component:default/payments-api',
        kind: 'component',
        firstRecordedAt: facts[0].recordedAt,
      },
    ],
    pageInfo: lastPage,
  }),
  listSources: async () => ({ items: [source()] }),
  verifySource: async () => ({
    holds: false,
    checked: 120,
    checks: [{ name: 'Link 7', status: 'broken', detail: 'Other bytes.' }],
  }),
  listRejects: async () => ({
    items: [
      {
        at: facts[0].recordedAt,
        reason: 'The time is in the future.',
        pointer: '/time',
        type: 'dev.cdevents.build.started',
        deliveryId: 'bad-1',
      },
    ],
  }),
  listQuarantine: async () => ({ items: [quarantined()], pageInfo: lastPage }),
  retryQuarantine: async () => quarantined({ status: 'taken', attempts: 2 }),
  discardQuarantine: async () => quarantined({ status: 'discarded' }),
  listSchemas: async () => ({
    items: ['0.1.0', '0.2.0'].map(version => ({
      type: 'dev.cdevents.service.deployed',
      version,
      lane: 'deploy' as const,
      compatibility: 'full-transitive' as const,
      origin: 'built-in' as const,
    })),
  }),
  getSchema: async (type, version) => ({
    type,
    version,
    lane: 'deploy',
    compatibility: 'full-transitive',
    origin: 'built-in',
    schema: {},
  }),
  registerSchema: unused,
  listIncidents: async () => ({
    items: [
      incident(),
      incident({
        incident: 'incident:default/incident-0',
        status: 'resolved',
        summary: 'Ledger was down',
        resolvedAt: facts[0].occurredAt,
      }),
    ],
    pageInfo: lastPage,
  }),
  getIncident: async () => incidentDetail(),
  acknowledgeIncident: async () =>
    incidentDetail({
      status: 'acknowledged',
      acknowledgedAt: new Date().toISOString(),
      acknowledgedBy: 'user:default/maya.chen',
    }),
  listTenants: async () => ({ items: [{ id: 'default', title: 'Default' }] }),
  getOperation: unused,
  ingest: unused,
  ...overrides,
});

/** Ids that the fixtures use. */
export const ids = {
  deploy: digest('a'),
  incident: digest('b'),
  change: digest('c'),
};
