import {
  FactDetail,
  Graph,
  Histogram,
  Incident,
  IncidentDetail,
  QuarantineItem,
  Source,
  TimelineItem,
  TimelinePage,
} from '@companyos/plugin-intelgraph-common';

/** A fact id: 64 times the same character. */
export const digest = (character: string) => `sha256:${character.repeat(64)}`;

const HOUR_MS = 3_600_000;
/** An ISO time so many hours ago. */
export const hoursAgo = (hours: number) =>
  new Date(Date.now() - hours * HOUR_MS).toISOString();

export const fact = (
  character: string,
  values: Partial<TimelineItem> = {},
): TimelineItem => ({
  id: digest(character),
  type: 'dev.cdevents.service.deployed',
  lane: 'deploy',
  entity: 'component:default/payments-api',
  mentions: [{ entity: 'artifact:default/payments:1.2', role: 'artifact' }],
  summary: `payments-api was deployed (${character})`,
  occurredAt: hoursAgo(1),
  recordedAt: hoursAgo(0.9),
  environment: 'production',
  region: 'eu-central-1',
  classification: 'internal',
  confidence: 100,
  provenance: [
    {
      source: 'https://deploys.example.com',
      deliveryId: `delivery-${character}`,
      recordedAt: hoursAgo(0.9),
      confidence: 100,
    },
  ],
  conflictsWith: [],
  erased: false,
  ...values,
});

export const facts: TimelineItem[] = [
  fact('a'),
  fact('b', {
    lane: 'incident',
    summary: 'Payments answer slowly',
    occurredAt: hoursAgo(2),
    entity: 'incident:default/incident-1',
    conflictsWith: [digest('e')],
    provenance: [
      ...fact('b').provenance,
      {
        source: 'https://alerts.example.com',
        deliveryId: 'alert-1',
        recordedAt: hoursAgo(1.8),
        confidence: 40,
      },
    ],
  }),
  fact('c', {
    lane: 'change',
    summary: 'A change was merged',
    occurredAt: hoursAgo(3),
    confidence: 40,
    region: 'us-east-1',
  }),
];

export const page = (
  items: TimelineItem[],
  values: Partial<TimelinePage> = {},
): TimelinePage => ({
  items,
  pageInfo: { hasNextPage: false, endCursor: null },
  watermark: 100,
  knownAt: hoursAgo(0),
  ...values,
});

export const histogram = (values: Partial<Histogram> = {}): Histogram => ({
  from: hoursAgo(24),
  to: hoursAgo(0),
  bucketSeconds: 24 * 360,
  watermark: 100,
  buckets: Array.from({ length: 10 }, (_, index) => ({
    from: hoursAgo(24 - index * 2.4),
    counts: (index === 9
      ? { deploy: 1, incident: 1, change: 1 }
      : {}) as Record<string, number>,
  })),
  ...values,
});

export const detail = (
  item: TimelineItem = facts[0],
  values: Partial<FactDetail> = {},
): FactDetail => ({
  fact: item,
  schemaVersion: '0.2.0',
  profile: 'intelgraph/1',
  claim: { entity: item.entity, version: '1.2' },
  provenance: item.provenance.map((one, index) => ({
    ...one,
    sourceId: index + 1,
    statedRecordedAt: hoursAgo(0.8),
    clockSkewMs: 125_000,
    agent: 'external:pipeline',
    operationId: 'operation-1',
    bytesDigest: digest('1'),
    chainIndex: 7,
    chainDigest: digest('2'),
    event: { id: one.deliveryId },
  })),
  conflicts: item.conflictsWith.map(factId => ({
    factId,
    summary: 'Payments answer in time',
    sources: ['https://other.example.com'],
  })),
  relations: [
    {
      from: 'component:default/payments-api',
      to: 'resource:default/ledger',
      type: 'writesTo',
      factId: item.id,
      confidence: 100,
      validFrom: hoursAgo(1),
      policies: [{ id: 'pii-mask', decision: 'redact', reason: 'Names' }],
    },
  ],
  body: { status: 'available', content: { hello: 'world' } },
  ...values,
});

export const graph: Graph = {
  root: 'component:default/payments-api',
  nodes: [
    { entity: 'component:default/payments-api', distance: 0 },
    { entity: 'resource:default/ledger', distance: 1 },
    { entity: 'dataset:default/orders:v1', distance: 1 },
  ],
  edges: [
    ...detail().relations,
    {
      from: 'dataset:default/orders:v1',
      to: 'component:default/payments-api',
      type: 'feeds',
      factId: digest('b'),
      confidence: 70,
      validFrom: hoursAgo(50),
      policies: [],
    },
  ],
  truncated: true,
  watermark: 100,
};

export const source = (values: Partial<Source> = {}): Source => ({
  id: 1,
  source: 'https://deploys.example.com',
  status: 'healthy',
  statusReason: 'It reports as often as it used to.',
  firstSeenAt: hoursAgo(1000),
  lastSeenAt: hoursAgo(0.1),
  lastOccurredAt: hoursAgo(0.2),
  deliveries: 120,
  facts: 100,
  corroborated: 20,
  conflicts: 1,
  rejected: 2,
  quarantined: 0,
  lagSeconds: 250,
  chainLength: 120,
  chainDigest: digest('3'),
  ...values,
});

export const quarantined = (
  values: Partial<QuarantineItem> = {},
): QuarantineItem => ({
  id: 'q1',
  source: 'https://deploys.example.com',
  sourceId: 1,
  deliveryId: 'delivery-9',
  type: 'dev.cdeventsx.acme-job.finished.1.0.0',
  code: 'unknown-type',
  reason: 'Nobody registered this type.',
  receivedAt: hoursAgo(5),
  status: 'waiting',
  attempts: 1,
  event: { id: 'delivery-9' },
  ...values,
});

export const incident = (values: Partial<Incident> = {}): Incident => ({
  incident: 'incident:default/incident-1',
  status: 'open',
  summary: 'Payments answer slowly',
  severity: 'high',
  environment: 'production',
  startedAt: hoursAgo(0.7),
  entities: ['component:default/payments-api'],
  ticketUrl: 'https://tickets.example.com/1',
  ...values,
});

export const incidentDetail = (
  values: Partial<Incident> = {},
): IncidentDetail => ({
  incident: incident(values),
  facts: [facts[1]],
  changesBefore: [
    {
      fact: facts[0],
      score: 0.92,
      reasons: ['A deployment reached it', 'In the same environment'],
      minutesBefore: 12,
      distance: 0,
    },
    {
      fact: facts[2],
      score: 0.2,
      reasons: ['A change was merged'],
      minutesBefore: 130,
      distance: 1,
    },
  ],
  windowHours: 24,
  watermark: 100,
});
