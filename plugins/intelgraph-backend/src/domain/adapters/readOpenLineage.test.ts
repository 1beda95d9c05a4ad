import { JsonObject } from '../types';
import { companyosSchema } from './companyosSchema';
import { readOpenLineage } from './readOpenLineage';

const CONTEXT = { tenant: 'acme', environment: 'all', region: 'eu' };
const RUN = '3f5e83fa-3480-44ff-99c5-ff943904e5e8';

const runEvent = (changes: JsonObject = {}): JsonObject => ({
  eventTime: '2026-01-05T10:00:00Z',
  eventType: 'COMPLETE',
  run: { runId: RUN, facets: { nominalTime: { _producer: 'x', at: 1 } } },
  job: { namespace: 'shop', name: 'daily report' },
  inputs: [
    {
      namespace: 'postgres://db:5432',
      name: 'shop.orders',
      facets: {
        companyos_policies: { policies: [{ id: 'pii', decision: 'redact' }] },
        companyos_classification: { classification: 'pii' },
      },
    },
    { namespace: 'shop', name: 'rates' },
  ],
  outputs: [{ namespace: 'shop', name: 'report' }],
  producer: 'https://example.org/airflow',
  schemaURL:
    'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
  ...changes,
});

function read(event: JsonObject) {
  const result = readOpenLineage(event, CONTEXT);
  if (result.kind !== 'read') throw new Error(JSON.stringify(result));
  return result;
}

describe('readOpenLineage', () => {
  it('states what ran and what flowed', () => {
    const { statement, delivery } = read(runEvent());
    expect(statement).toMatchObject({
      ...CONTEXT,
      type: 'dev.cdeventsx.companyos-lineagerun.completed',
      entity: 'job:shop/daily%20report',
      classification: 'pii',
      claim: { entity: `run:default/${RUN}`, version: 'COMPLETE' },
      summary: 'Job daily report completed, reading 2 data sets and writing 1',
    });
    const [orders] = statement.mentions
      .filter(({ role }) => role === 'input')
      .map(({ entity }) => entity);
    expect(orders).toMatch(
      /^dataset:postgres-db-5432-[0-9a-f]{8}\/shop\.orders$/,
    );
    expect(statement.mentions).toEqual([
      { entity: orders, role: 'input' },
      { entity: 'dataset:shop/rates', role: 'input' },
      { entity: 'dataset:shop/report', role: 'output' },
      { entity: `run:default/${RUN}`, role: 'run' },
    ]);
    expect(statement.relations).toEqual(
      expect.arrayContaining([
        {
          from: orders,
          to: statement.entity,
          type: 'flowsInto',
          state: 'asserted',
          policies: [{ id: 'pii', decision: 'redact' }],
        },
        expect.objectContaining({
          from: statement.entity,
          to: 'dataset:shop/report',
        }),
      ]),
    );
    expect(delivery).toMatchObject({
      source: 'https://example.org/airflow#shop',
      id: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
    expect(statement.canonical).not.toContain('_producer');
  });

  it('makes what the schema of its type allows', () => {
    const { statement } = read(runEvent());
    const { subject } = JSON.parse(statement.canonical);
    const context = {
      specversion: '0.5.1',
      id: 'x',
      source: '/x',
      type: `${statement.type}.0.1.0`,
      timestamp: '2026-01-05T10:00:00Z',
    };
    expect(
      companyosSchema(statement.type).validate({ context, subject }),
    ).toBeUndefined();
  });

  it('takes an exact repetition for one delivery, and another order of data sets for the same fact', () => {
    const first = read(runEvent());
    expect(read(structuredClone(runEvent())).delivery.id).toBe(
      first.delivery.id,
    );
    const inputs = [...(runEvent().inputs as JsonObject[])].reverse();
    const other = read(runEvent({ inputs }));
    expect(other.delivery.id).not.toBe(first.delivery.id);
    expect(other.statement.canonical).toBe(first.statement.canonical);
  });

  it('has no claim for what happens often', () => {
    expect(
      read(runEvent({ eventType: 'RUNNING' })).statement.claim,
    ).toBeUndefined();
    const { eventType, ...untyped } = runEvent();
    expect(read(untyped).statement.type).toMatch(/\.other$/);
  });

  it.each<[string, JsonObject]>([
    ['/eventTime', { eventTime: '2026-01-05 10:00' }],
    ['/eventType', { eventType: 'DONE' }],
    ['/run', { run: null }],
    ['/run/runId', { run: { runId: 'x' } }],
    ['/job/namespace', { job: { name: 'x' } }],
    ['/job/name', { job: { namespace: 'x', name: '' } }],
    ['/producer', { producer: 'airflow' }],
    ['/schemaURL', { schemaURL: 5 }],
    ['/inputs', { inputs: {} }],
    ['/outputs/0/name', { outputs: [{ namespace: 'x' }] }],
    [
      '/inputs/0/facets/companyos_policies/0/decision',
      {
        inputs: [
          {
            namespace: 'x',
            name: 'y',
            facets: { companyos_policies: [{ id: 'a', decision: 'maybe' }] },
          },
        ],
      },
    ],
    ['/job/name', { job: { namespace: 'x', name: 'y'.repeat(600) } }],
  ])('rejects what is wrong at %s', (pointer, changes) => {
    expect(readOpenLineage(runEvent(changes), CONTEXT)).toMatchObject({
      kind: 'rejected',
      pointer,
      tenant: 'acme',
    });
  });

  it('rejects what is no object', () => {
    expect(readOpenLineage([], CONTEXT)).toMatchObject({
      kind: 'rejected',
      pointer: '',
    });
  });
});
