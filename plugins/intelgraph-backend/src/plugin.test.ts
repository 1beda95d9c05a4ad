import {
  mockCredentials,
  TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { JsonObject, JsonValue } from '@backstage/types';
import fc from 'fast-check';
import request from 'supertest';
import { deployed } from './__testUtils__/deployed';
import { incident } from './__testUtils__/incident';
import { as, startIntelGraph } from './__testUtils__/startIntelGraph';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

type Item = {
  id: string;
  summary: string;
  type: string;
  provenance: { source: string }[];
  conflictsWith: string[];
};

/** A registered type whose data may be anything. */
const jobType = 'com.example.job.finished';

/** Facts of three services over an hour, many at the same time. */
const many = (count: number, prefix = 'm') =>
  Array.from({ length: count }, (_, index) =>
    deployed({
      id: `${prefix}-${index}`,
      service: `service-${index % 3}`,
      artifact: `pkg:oci/a@${prefix}.${index}`,
      time: new Date(
        Date.UTC(2026, 10, 1, 10) + Math.floor(index / 5) * 1000,
      ).toISOString(),
    }),
  );

describe.each(databases.eachSupportedId())('%s', (id: TestDatabaseId) => {
  const start = async (config?: JsonObject) =>
    startIntelGraph(await databases.init(id), config);

  it('takes one event in each of its forms, and batches and streams', async () => {
    const { server, get } = await start();
    const send = (type: string, body: string) =>
      request(server)
        .post('/api/intelgraph/events')
        .set('Authorization', as.ci)
        .set('Content-Type', type)
        .send(body);
    const event = deployed({ id: 'structured' });
    const structured = await send(
      'application/cloudevents+json',
      JSON.stringify(event),
    );
    expect(structured.body).toMatchObject({
      counts: { created: 1 },
      results: [
        {
          index: 0,
          status: 'created',
          id: 'structured',
          factId: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        },
      ],
    });

    const { data, specversion, datacontenttype, ...attributes } = deployed({
      id: 'binary',
      source: 'urn:argo',
    });
    const binary = Object.entries({ specversion, ...attributes }).reduce(
      (test, [name, value]) => test.set(`ce-${name}`, String(value)),
      request(server)
        .post('/api/intelgraph/events')
        .set('Authorization', as.ci)
        .set('Content-Type', String(datacontenttype)),
    );
    const corroborating = await binary.send(JSON.stringify(data));
    expect(corroborating.body.results).toMatchObject([
      { status: 'corroborated', factId: structured.body.results[0].factId },
    ]);

    const bare = await send(
      'application/json',
      JSON.stringify(deployed({ id: 'bare', service: 'bare' }).data),
    );
    expect(bare.body.counts).toMatchObject({ created: 1 });

    const lines = [
      JSON.stringify(deployed({ id: 'line-1', service: 'one' })),
      '',
      '{not json',
      JSON.stringify({ ...deployed({ id: 'line-2' }), time: 'yesterday' }),
      JSON.stringify(deployed({ id: 'line-3', service: 'three' })),
    ].join('\n');
    const stream = await send('application/x-ndjson', lines);
    expect(
      stream.text
        .trim()
        .split('\n')
        .map(line => JSON.parse(line)),
    ).toMatchObject([
      { index: 0, status: 'created' },
      {
        index: 1,
        status: 'rejected',
        reason: expect.stringContaining('Line 3'),
      },
      { index: 2, status: 'rejected', pointer: '/time' },
      { index: 3, status: 'created' },
    ]);
    const operation = await get(
      `/operations/${stream.headers['x-operation-id']}`,
    );
    expect(operation).toMatchObject({
      principal: 'external:ci',
      via: 'stream',
      counts: { created: 2, rejected: 2 },
    });
    expect((await send('text/plain', 'hello')).body.error.message).toMatch(
      /content type/,
    );
    expect((await send('application/json', '{')).status).toBe(400);
  });

  it('answers a repeated request as it did, and refuses another under its key', async () => {
    const { server } = await start();
    const send = (events: JsonValue) =>
      request(server)
        .post('/api/intelgraph/events')
        .set('Authorization', as.ci)
        .set('Content-Type', 'application/cloudevents-batch+json')
        .set('Idempotency-Key', 'key-1')
        .send(JSON.stringify(events));
    const first = await send([deployed()]);
    expect(first.body.counts).toMatchObject({ created: 1 });
    expect((await send([deployed()])).body).toEqual(first.body);
    const other = await send([deployed({ id: 'd-2' })]);
    expect(other.status).toBe(409);
    expect(other.body.error.message).toMatch(/idempotency key/);
  });

  it('gives the same timeline, byte for byte, whatever came when and how often', async () => {
    const events = many(60);
    const said = many(60).map(event => ({
      ...event,
      source: 'urn:argo',
      data: {
        ...(event.data as JsonObject),
        context: {
          ...((event.data as JsonObject).context as JsonObject),
          source: 'urn:argo',
        },
      },
    }));
    const times = { now: Date.UTC(2026, 10, 28) };
    jest.spyOn(Date, 'now').mockImplementation(() => times.now);
    try {
      const forwards = await start();
      await forwards.deliver(events);
      await forwards.deliver(said);
      await forwards.deliver(events);
      const backwards = await start();
      // At the same time, from the end, in pieces that overlap.
      const reversed = [...events, ...said].reverse();
      await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          backwards.deliver(reversed.slice(index * 10, index * 10 + 15)),
        ),
      );
      const text = async ({ server }: typeof forwards) =>
        (
          await request(server)
            .get('/api/intelgraph/timeline/export')
            .set('Authorization', as.leo)
            .buffer(true)
            .parse((res, done) => {
              let body = '';
              res.on('data', chunk => {
                body += chunk;
              });
              res.on('end', () => done(null, body));
            })
        ).body as string;
      const expected = await text(forwards);
      expect(expected.trim().split('\n')).toHaveLength(60);
      expect(JSON.parse(expected.split('\n')[0]).provenance).toHaveLength(2);
      expect(await text(backwards)).toBe(expected);
    } finally {
      jest.restoreAllMocks();
    }
  });

  it('turns pages that no backfill shifts, and refuses cursors of others', async () => {
    const { deliver, get } = await start();
    await deliver(many(90));
    const whole = await get('/timeline?limit=200');
    expect(whole.items).toHaveLength(90);
    const seen: Item[] = [];
    let cursor = '';
    for (let page = 0; ; page += 1) {
      const { items, pageInfo, watermark } = await get(
        `/timeline?limit=7${cursor && `&cursor=${cursor}`}`,
      );
      expect(watermark).toBe(whole.watermark);
      seen.push(...items);
      if (!pageInfo.hasNextPage) break;
      cursor = pageInfo.endCursor;
      // What is told late lies before, between and after.
      await deliver(many(5, `late-${page}`));
    }
    expect(seen.map(one => one.id)).toEqual(
      whole.items.map((one: Item) => one.id),
    );
    expect((await get('/timeline?limit=200')).items.length).toBeGreaterThan(90);

    const { pageInfo } = await get('/timeline?limit=7');
    await get(`/timeline?limit=9&cursor=${pageInfo.endCursor}`);
    for (const changed of [
      'order=asc',
      'entity=component:default/service-1',
      'tenant=default&q=x',
    ]) {
      const { error } = await get(
        `/timeline?limit=7&${changed}&cursor=${pageInfo.endCursor}`,
        as.leo,
        400,
      );
      expect(error.message).toMatch(/cursor belongs/);
    }
    const forged = `${pageInfo.endCursor.slice(0, -4)}AAAA`;
    await get(`/timeline?limit=7&cursor=${forged}`, as.leo, 400);
    await get(
      `/timeline?tenant=acme&cursor=${pageInfo.endCursor}`,
      as.hanna,
      400,
    );
  });

  it('finds facts by all that one may ask for', async () => {
    const { deliver, get } = await start();
    await deliver([
      deployed({ attributes: { confidence: 60 } }),
      deployed({
        id: 'd-2',
        environment: 'staging',
        time: '2026-11-01T11:00:00Z',
      }),
      deployed({
        id: 'd-3',
        service: 'ledger',
        time: '2026-11-02T10:00:00Z',
        attributes: { region: 'eu', confidence: 90 },
      }),
      incident('detected', { id: 'i-1', time: '2026-11-02T11:00:00Z' }),
    ]);
    await deliver([
      deployed({ id: 'x', source: 'urn:argo', attributes: { confidence: 95 } }),
    ]);
    const summaries = async (query: string) =>
      (await get(`/timeline?${query}`)).items.map((one: Item) => one.summary);
    const payments = 'entity=component:default/payments-api';
    expect(await summaries(payments)).toHaveLength(3);
    expect(await summaries(`${payments}&lane=deploy`)).toHaveLength(2);
    expect(await summaries('lane=incident&lane=deploy')).toHaveLength(4);
    expect(await summaries('type=dev.cdevents.incident.*')).toHaveLength(1);
    expect(await summaries('type=dev.cdevents.service.removed')).toEqual([]);
    expect(await summaries('source=urn:argo')).toHaveLength(1);
    expect(await summaries('source=urn:nobody')).toEqual([]);
    expect(await summaries('minConfidence=95')).toHaveLength(3);
    expect(await summaries('environment=staging')).toHaveLength(1);
    expect(await summaries('region=eu')).toHaveLength(1);
    expect(await summaries('q=LEDGER')).toHaveLength(1);
    expect(await summaries('q=100%25')).toEqual([]);
    expect(
      await summaries('from=2026-11-01T10:30:00Z&to=2026-11-02T10:00:00Z'),
    ).toHaveLength(1);
    expect(await summaries('asOf=2026-11-02T10:00:00Z')).toHaveLength(3);
    expect(await summaries('conflictsOnly=true')).toEqual([]);
    expect(await summaries('entity=component:default/nobody')).toEqual([]);
    // The incident is one step away from the service, the ledger shares no more than production with it.
    expect(
      await summaries('entity=incident:default/inc-1&depth=1&lane=deploy'),
    ).toHaveLength(2);
    for (const wrong of [
      'from=yesterday',
      'limit=0',
      'limit=1000',
      'depth=9',
      'lane=nope',
      'entity=payments',
      'unknown=1',
      'minConfidence=101',
      'from=2026-99-99T99:99:99Z',
    ]) {
      await get(`/timeline?${wrong}`, as.leo, 400);
    }
    const histogram = await get(
      '/timeline/histogram?from=2026-11-01T00:00:00Z&to=2026-11-03T00:00:00Z&buckets=2',
    );
    expect(
      histogram.buckets.map((one: { counts: object }) => one.counts),
    ).toEqual([{ deploy: 2 }, { deploy: 1, incident: 1 }]);
    await get(
      '/timeline/histogram?from=2026-11-03T00:00:00Z&to=2026-11-01T00:00:00Z',
      as.leo,
      400,
    );
  });

  it('shows no tenant to those who do not belong to it, as if there were none', async () => {
    const { deliver, get, post } = await start();
    const secret = deployed({
      service: 'secret',
      attributes: { tenant: 'acme' },
    });
    expect(await deliver([secret, deployed()])).toEqual(['created', 'created']);
    const [{ id: factId }] = (await get('/timeline?tenant=acme', as.hanna))
      .items;
    const [source] = (await get('/sources?tenant=acme', as.hanna)).items;
    const at = '2026-11-01T00:00:00Z';
    const paths = [
      '/timeline',
      '/timeline/export',
      `/timeline/histogram?from=${at}&to=2026-11-03T00:00:00Z`,
      `/facts/${factId}`,
      `/facts/${factId}/verify`,
      '/feed',
      '/graph?entity=component:default/secret',
      '/entities',
      '/sources',
      `/sources/${source.id}/verify`,
      `/sources/${source.id}/rejects`,
      '/quarantine',
      '/incidents',
      '/incidents/by-ref?incident=incident:default/inc-1',
      '/operations/x',
    ];
    for (const path of paths) {
      const join = path.includes('?') ? '&' : '?';
      const foreign = await get(`${path}${join}tenant=acme`, as.leo, 404);
      const none = await get(`${path}${join}tenant=nowhere`, as.leo, 404);
      expect(foreign.error.message).toBe('There is no tenant acme');
      expect(none.error.message).toBe('There is no tenant nowhere');
      await get(`${path}${join}tenant=acme`, as.stranger, 404);
      await get(path, as.nobody, 401);
    }
    for (const [path, body] of [
      [`/facts/${factId}/erase`, { reason: 'because' }],
      ['/quarantine/x/retry', {}],
      ['/quarantine/x/discard', { reason: 'because' }],
      ['/incidents/acknowledge', { incident: 'incident:default/inc-1' }],
    ] as const) {
      await post(`${path}?tenant=acme`, body, as.leo, 404);
      await post(path, body, as.nobody, 401);
    }
    // The same paths, without naming the tenant.
    await get(`/facts/${factId}`, as.leo, 404);
    await get(`/sources/${source.id}/verify`, as.leo, 404);
    expect((await get('/timeline?q=secret')).items).toEqual([]);
    expect((await get('/entities?q=secret')).items).toEqual([]);
    expect((await get('/tenants')).items).toHaveLength(1);
    expect((await get('/tenants', as.hanna)).items).toHaveLength(2);
  });

  it('lets everyone state only what is theirs to state', async () => {
    const { server, deliver, denied, get } = await start();
    const reasons = async (event: JsonObject, who: string) =>
      (
        await request(server)
          .post('/api/intelgraph/events')
          .set('Authorization', who)
          .set('Content-Type', 'application/cloudevents+json')
          .send(JSON.stringify(event))
      ).body.results;
    const own = deployed({ source: 'urn:companyos:catalog' });
    expect(await reasons(own, as.catalog)).toMatchObject([
      { status: 'created' },
    ]);
    expect(
      await reasons(deployed({ source: 'urn:companyos:techdocs' }), as.catalog),
    ).toMatchObject([{ status: 'rejected', pointer: '/source' }]);
    expect(await reasons(deployed(), as.stranger)).toMatchObject([
      { status: 'rejected', pointer: '/source' },
    ]);
    expect(
      await reasons(deployed({ attributes: { tenant: 'nowhere' } }), as.ci),
    ).toMatchObject([{ status: 'rejected', pointer: '/tenant' }]);
    expect(await reasons(deployed(), as.leo)).toMatchObject([
      { status: 'rejected', pointer: '/source' },
    ]);
    expect(
      await reasons(
        deployed({ source: 'urn:companyos:person:user:default/leo.martins' }),
        as.leo,
      ),
    ).toMatchObject([{ status: 'corroborated' }]);
    // Nobody gets somebody else's source onto the list by being refused.
    expect((await get('/sources')).items).toHaveLength(2);
    denied.add('intelgraph.event.ingest');
    const refused = await request(server)
      .post('/api/intelgraph/events')
      .set('Authorization', as.leo)
      .set('Content-Type', 'application/cloudevents+json')
      .send(JSON.stringify(own));
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toMatch(/intelgraph\.event\.ingest/);
    expect(await deliver([deployed({ id: 'ok' })])).toEqual(['corroborated']);
    denied.add('intelgraph.fact.read');
    await get('/timeline', as.leo, 403);
    await get('/schemas', as.leo, 403);
  });

  it('asks those who send too much to wait', async () => {
    const { server } = await start({
      limits: {
        eventsPerSecond: 1,
        burst: 2,
        batchBytes: 4_000,
        eventBytes: 2_000,
      },
      writers: [{ subject: 'external:ci', sources: ['*'] }],
    });
    const send = (events: JsonValue) =>
      request(server)
        .post('/api/intelgraph/events')
        .set('Authorization', as.ci)
        .set('Content-Type', 'application/cloudevents-batch+json')
        .send(JSON.stringify(events));
    const large = deployed({
      id: 'large',
      customData: { text: 'x'.repeat(2_500) },
    });
    expect((await send([large])).body.results).toMatchObject([
      { status: 'rejected', reason: expect.stringContaining('2000 bytes') },
    ]);
    expect((await send([deployed()])).status).toBe(200);
    const slow = await send([deployed({ id: '2' }), deployed({ id: '3' })]);
    expect(slow.status).toBe(429);
    expect(Number(slow.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect(slow.body.error.message).toMatch(/1 events a second/);
    expect((await send([large, large])).status).toBe(413);
  });

  it('proves what it holds, and says when somebody changed it', async () => {
    const knex = await databases.init(id);
    const { deliver, get } = await startIntelGraph(knex);
    await deliver([deployed(), ...many(5)]);
    await deliver([deployed({ id: 'x', source: 'urn:argo' })]);
    const { items } = await get('/timeline?q=payments-api');
    const [{ id: factId }] = items;
    const detail = await get(`/facts/${factId}`);
    expect(detail).toMatchObject({
      profile: 'companyos-c14n/1',
      schemaVersion: '0.3.0',
      body: { status: 'available', content: { type: items[0].type } },
      relations: [
        { type: 'runs', to: 'artifact:default/pkg:oci/payments-api@1.4.2' },
        { type: 'deployedTo', to: 'environment:default/production' },
      ],
    });
    expect(detail.provenance).toHaveLength(2);
    expect(detail.provenance[0]).toMatchObject({
      agent: 'external:ci',
      chainIndex: 1,
      event: { id: 'd-1' },
    });
    const verified = await get(`/facts/${factId}/verify`);
    expect(verified.holds).toBe(true);
    expect(verified.checks).toHaveLength(5);
    const { items: sources } = await get('/sources');
    for (const source of sources) {
      expect(await get(`/sources/${source.id}/verify`)).toMatchObject({
        holds: true,
        checked: source.chainLength,
      });
    }

    await knex('intelgraph_bodies')
      .where({ seq: 1 })
      .update({ canonical: '{"forged":true}' });
    await knex('intelgraph_provenance')
      .where({ seq: 3 })
      .update({ delivery_id: 'forged' });
    const broken = await get(`/facts/${factId}/verify`);
    expect(broken.holds).toBe(false);
    expect(broken.checks[0]).toMatchObject({ status: 'broken' });
    const chain = await get(
      `/sources/${
        sources.find(
          (one: { source: string }) =>
            one.source === 'https://ci.example.com/pipelines',
        ).id
      }/verify`,
    );
    expect(chain.holds).toBe(false);
    expect(chain.checks[0].detail).toMatch(/Link 3/);
  });

  it('erases what a fact says and keeps that it was said', async () => {
    const { audited, deliver, denied, get, post } = await start();
    await deliver([
      deployed({
        attributes: { dataclassification: 'pii' },
        customData: { email: 'someone@example.com' },
      }),
    ]);
    await deliver([deployed({ id: 'other', service: 'other' })]);
    const [{ id: factId }] = (await get('/timeline?q=payments')).items;
    denied.add('intelgraph.sensitive.read');
    const hidden = await get(`/facts/${factId}`);
    expect(hidden.body).toMatchObject({ status: 'denied' });
    expect(JSON.stringify(hidden)).not.toContain('someone@example.com');
    expect(JSON.stringify(await get('/feed'))).not.toContain('someone@');
    denied.clear();

    denied.add('intelgraph.body.erase');
    await post(
      `/facts/${factId}/erase`,
      { reason: 'requested' },
      as.hanna,
      403,
    );
    denied.clear();
    await post(`/facts/${factId}/erase`, { reason: 'no' }, as.hanna, 400);
    const erased = await post(
      `/facts/${factId}/erase`,
      { reason: 'requested by the person' },
      as.hanna,
    );
    expect(erased).toMatchObject({
      fact: { id: factId, erased: true, summary: '' },
      body: {
        status: 'erased',
        reason: 'requested by the person',
        erasedBy: 'user:default/hanna.berg',
      },
      provenance: [{ deliveryId: 'd-1' }],
    });
    expect(JSON.stringify(erased)).not.toContain('someone@example.com');
    const verified = await get(`/facts/${factId}/verify`);
    expect(verified).toMatchObject({ holds: true });
    expect(verified.checks[0].status).toBe('not-checkable');
    // That it was erased is a fact too, and the same event does not bring it back.
    expect(
      (await get('/timeline?type=dev.cdeventsx.companyos-fact.*')).items,
    ).toHaveLength(1);
    expect(
      await deliver([
        deployed({
          attributes: { dataclassification: 'pii' },
          customData: { email: 'someone@example.com' },
        }),
      ]),
    ).toEqual(['duplicate']);
    expect(audited).toContain('fact-erase succeeded');
    expect(audited).toContain('fact-erase failed');
  });

  it('keeps what nobody can read until somebody can', async () => {
    const { audited, deliver, denied, get, post } = await start();
    const job = (
      eventId: string,
      version = '1.0.0',
      data: JsonObject = {},
    ) => ({
      specversion: '1.0',
      id: eventId,
      source: 'urn:jobs',
      type: `${jobType}.${version}`,
      subject: 'component:default/payments-api',
      time: '2026-11-01T10:00:00Z',
      data: { result: 'ok', ...data },
    });
    expect(await deliver([job('1'), job('1'), job('2')])).toEqual([
      'quarantined',
      'quarantined',
      'quarantined',
    ]);
    const { items } = await get('/quarantine?status=waiting');
    expect(items).toHaveLength(2);
    expect(items[0]).toMatchObject({ code: 'unknown-type', attempts: 1 });
    denied.add('intelgraph.quarantine.manage');
    expect((await get('/quarantine')).items[0].event).toBeUndefined();
    await post(`/quarantine/${items[0].id}/retry`, {}, as.leo, 403);
    denied.clear();
    expect(await post(`/quarantine/${items[0].id}/retry`, {})).toMatchObject({
      status: 'waiting',
      attempts: 2,
    });

    const schema = {
      type: 'object',
      required: ['result'],
      properties: { result: { type: 'string' } },
    };
    const register = (version: string, body: JsonObject, status = 201) =>
      post(
        '/schemas',
        { type: jobType, version, schema: body },
        as.leo,
        status,
      );
    await register('1.0.0', schema);
    await register('1.0.0', schema);
    await register('1.0.0', { ...schema, required: [] }, 409);
    const broken = await register(
      '1.1.0',
      { ...schema, required: ['result', 'more'] },
      400,
    );
    expect(broken.error.message).toMatch(/earlier versions promised/);
    await register('1.2.0', { type: 'nonsense' }, 400);
    await register('2.0.0', {
      ...schema,
      required: ['result', 'more'],
      properties: { result: { type: 'string' }, more: { type: 'integer' } },
    });
    await post(
      '/schemas',
      { type: 'dev.cdevents.service.deployed', version: '9.0.0', schema },
      as.leo,
      400,
    );
    const taken = await post(`/quarantine/${items[0].id}/retry`, {});
    expect(taken).toMatchObject({ status: 'taken', decision: 'created' });
    await post(`/quarantine/${items[0].id}/retry`, {}, as.leo, 409);
    expect(
      await post(`/quarantine/${items[1].id}/discard`, {
        reason: 'a test run',
      }),
    ).toMatchObject({ status: 'discarded', decision: 'a test run' });
    // A newer minor is read as far as it is known; a newer major waits.
    expect(
      await deliver([
        job('3', '1.9.0', { added: true }),
        job('4', '3.0.0'),
        job('5', '1.0.0', { result: 7 }),
      ]),
    ).toEqual(['created', 'quarantined', 'rejected']);
    const [source] = (await get('/sources')).items;
    expect(source).toMatchObject({
      status: 'failing',
      rejected: 1,
      quarantined: 1,
    });
    const rejects = await get(`/sources/${source.id}/rejects`);
    expect(rejects.items[0]).toMatchObject({ pointer: '/data/result' });
    expect(audited).toContain('schema-register succeeded');
    expect(audited).toContain('quarantine-discard succeeded');
    expect(
      (await get('/schemas')).items.filter(
        ({ origin }: { origin: string }) => origin === 'registered',
      ),
    ).toHaveLength(2);
    expect((await get(`/schemas/${jobType}/1.0.0`)).schema).toEqual(schema);
    await get(`/schemas/${jobType}/7.0.0`, as.leo, 404);
  });

  it('tells what changed before an incident, and who looks after it', async () => {
    const { actions, deliver, get, post, audited } = await start();
    await deliver([
      deployed({
        id: 'd-old',
        time: '2026-11-01T01:00:00Z',
        artifact: 'pkg:oci/payments-api@1.4.1',
      }),
      deployed({ id: 'd-new', time: '2026-11-01T10:00:00Z' }),
      deployed({
        id: 'd-far',
        service: 'unrelated',
        artifact: 'pkg:oci/unrelated@1.0.0',
        time: '2026-11-01T10:08:00Z',
      }),
      deployed({
        id: 'd-stage',
        environment: 'staging',
        time: '2026-11-01T10:05:00Z',
        artifact: 'pkg:oci/payments-api@1.5.0',
      }),
      incident('detected', {
        id: 'i-1',
        time: '2026-11-01T10:12:00Z',
        severity: 'sev2',
      }),
      deployed({
        id: 'd-after',
        time: '2026-11-01T10:20:00Z',
        artifact: 'pkg:oci/payments-api@1.4.3',
      }),
    ]);
    const path = '/incidents/by-ref?incident=incident:default/inc-1';
    const before = await get(path);
    expect(before.incident).toMatchObject({
      status: 'open',
      severity: 'sev2',
      environment: 'production',
      entities: ['component:default/payments-api'],
    });
    expect(
      before.changesBefore.map(
        (one: { fact: Item; minutesBefore: number }) => one.minutesBefore,
      ),
    ).toEqual([12, 7, 552]);
    expect(before.changesBefore[0].reasons).toEqual([
      'A deployment reached it (payments-api)',
      '12 minutes before the incident',
      'In the same environment (production)',
    ]);
    expect((await get(`${path}&windowHours=1`)).changesBefore).toHaveLength(2);

    const acknowledged = await post('/incidents/acknowledge', {
      incident: 'incident:default/inc-1',
      note: 'Looking at the deployment',
    });
    expect(acknowledged.incident).toMatchObject({
      status: 'acknowledged',
      acknowledgedBy: 'user:default/leo.martins',
    });
    await post(
      '/incidents/acknowledge',
      { incident: 'incident:default/none' },
      as.leo,
      404,
    );
    await deliver([
      incident('resolved', { id: 'i-2', time: '2026-12-30T11:00:00Z' }),
      incident('detected', {
        id: 'i-3',
        incident: 'inc-2',
        time: '2026-11-03T10:00:00Z',
      }),
    ]);
    const { items } = await get('/incidents');
    expect(
      items.map((one: { incident: string; status: string }) => [
        one.incident,
        one.status,
      ]),
    ).toEqual([
      ['incident:default/inc-2', 'open'],
      ['incident:default/inc-1', 'resolved'],
    ]);
    expect((await get('/incidents?status=open')).items).toHaveLength(1);
    expect(
      (await get('/incidents?entity=component:default/payments-api')).items,
    ).toHaveLength(2);
    const page = await get('/incidents?limit=1');
    expect(page.pageInfo.hasNextPage).toBe(true);
    expect(
      (await get(`/incidents?limit=1&cursor=${page.pageInfo.endCursor}`))
        .items[0].incident,
    ).toBe('incident:default/inc-1');
    expect(audited).toContain('incident-acknowledge succeeded');

    const credentials = mockCredentials.user('user:default/leo.martins');
    const told = await actions.invoke({
      credentials,
      id: 'test:explain-incident',
      input: { incident: 'incident:default/inc-1', windowHours: 24 },
    });
    expect(told.output).toMatchObject({ status: 'resolved' });
    const listed = await actions.invoke({
      credentials,
      id: 'test:list-facts',
      input: { entity: 'component:default/payments-api', limit: 2 },
    });
    expect(listed.output).toMatchObject({ items: [{}, {}] });
  });

  it('follows data from its source to its sink, with the policies on the way', async () => {
    const { server, get } = await start();
    const run = (
      jobName: string,
      input: string,
      output: string,
      runId: string,
    ) => ({
      eventType: 'COMPLETE',
      eventTime: '2026-11-01T10:00:00Z',
      producer: 'urn:airflow',
      schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json',
      run: { runId },
      job: { namespace: 'etl', name: jobName },
      inputs: [{ namespace: 'warehouse', name: input }],
      outputs: [
        {
          namespace: 'warehouse',
          name: output,
          facets: {
            companyos_policies: {
              policies: [{ id: 'eu-residency', decision: 'allow' }],
            },
          },
        },
      ],
    });
    const send = (body: JsonValue) =>
      request(server)
        .post('/api/intelgraph/adapters/openlineage')
        .set('Authorization', as.ci)
        .send(body as object);
    const answer = await send([
      run('clean', 'raw', 'clean', '7c9e6679-7425-40de-944b-e07fc1f90ae7'),
      run('report', 'clean', 'report', '7c9e6679-7425-40de-944b-e07fc1f90ae8'),
      { eventType: 'COMPLETE' },
    ]);
    expect(answer.body.counts).toMatchObject({ created: 2, rejected: 1 });
    const graph = await get(
      '/graph?entity=dataset:warehouse/raw&direction=downstream&lineage=true&depth=4',
    );
    expect(
      graph.nodes.map(
        (one: { entity: string; distance: number }) => one.entity,
      ),
    ).toEqual([
      'dataset:warehouse/raw',
      'job:etl/clean',
      'dataset:warehouse/clean',
      'job:etl/report',
      'dataset:warehouse/report',
    ]);
    expect(graph.edges).toContainEqual(
      expect.objectContaining({
        from: 'job:etl/clean',
        to: 'dataset:warehouse/clean',
        policies: [{ id: 'eu-residency', decision: 'allow' }],
      }),
    );
    const upstream = await get(
      '/graph?entity=dataset:warehouse/report&direction=upstream&lineage=true&depth=2',
    );
    expect(upstream.nodes).toHaveLength(3);
    expect(
      (await get('/graph?entity=dataset:warehouse/none')).nodes,
    ).toHaveLength(1);

    const bundle = await request(server)
      .post('/api/intelgraph/adapters/stix?source=urn:mitre')
      .set('Authorization', as.ci)
      .send({
        type: 'bundle',
        id: 'bundle--7c9e6679-7425-40de-944b-e07fc1f90ae7',
        objects: ['one', 'other'].map(description => ({
          type: 'malware',
          spec_version: '2.1',
          id: 'malware--7c9e6679-7425-40de-944b-e07fc1f90ae7',
          created: '2026-01-01T00:00:00.000Z',
          modified: '2026-02-01T00:00:00.000Z',
          name: 'Example',
          is_family: false,
          description,
        })),
      });
    expect(bundle.body.counts).toMatchObject({ created: 1, conflict: 1 });
    expect((await get('/timeline?conflictsOnly=true')).items).toHaveLength(2);
  });

  it('feeds those who follow, and rings for open pages', async () => {
    const { deliver, get, signals } = await start();
    await deliver(many(30));
    const first = await get('/feed?limit=20');
    expect(first).toMatchObject({ hasMore: true, watermark: 20 });
    const second = await get(`/feed?limit=20&after=${first.watermark}`);
    expect(second).toMatchObject({ hasMore: false, watermark: 30 });
    expect(second.items).toHaveLength(10);
    expect(second.items[0].content).toMatchObject({ major: 0 });
    expect(
      (await get('/feed?type=dev.cdevents.incident.*')).items,
    ).toHaveLength(0);
    expect(signals[0]).toEqual({ watermark: expect.any(Number) });
  });

  it('keeps house: what facts say when its time is over', async () => {
    const knex = await databases.init(id);
    const { deliver, get, tasks } = await startIntelGraph(knex, {
      retention: { pii: { milliseconds: 1 } },
    });
    await deliver([
      deployed({ attributes: { dataclassification: 'pii' } }),
      deployed({ id: 'd-2', service: 'kept' }),
    ]);
    const later = Date.now() + 40 * 86_400_000;
    jest.spyOn(Date, 'now').mockImplementation(() => later);
    await tasks['intelgraph-housekeeping']();
    await tasks['intelgraph-housekeeping']();
    jest.restoreAllMocks();
    const { items } = await get('/timeline');
    expect(
      items.map((one: { erased: boolean; entity: string }) => [
        one.entity,
        one.erased,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['component:default/payments-api', true],
        ['component:default/kept', false],
      ]),
    );
  });

  it('answers whatever it is sent, and never with an accident', async () => {
    const { server, deliver } = await start();
    const types = [
      'application/cloudevents+json',
      'application/cloudevents-batch+json',
      'application/json',
      'application/x-ndjson',
    ];
    const odd = fc.oneof(
      fc.json(),
      fc.string(),
      fc.json().map(text => `[${text},{"specversion":"1.0","id":${text}}]`),
      fc
        .tuple(
          fc.constantFrom(
            'id',
            'source',
            'type',
            'time',
            'data',
            'tenant',
            'confidence',
          ),
          fc.json(),
        )
        .map(([key, value]) =>
          JSON.stringify({ ...deployed(), [key]: JSON.parse(value) }),
        ),
    );
    await fc.assert(
      fc.asyncProperty(odd, fc.constantFrom(...types), async (body, type) => {
        const response = await request(server)
          .post('/api/intelgraph/events')
          .set('Authorization', as.ci)
          .set('Content-Type', type)
          .send(body);
        expect(response.status).toBeLessThan(500);
      }),
      { numRuns: 150 },
    );
    for (const path of [
      '/adapters/stix?source=urn:x',
      '/adapters/openlineage',
    ]) {
      await fc.assert(
        fc.asyncProperty(fc.json(), async body => {
          const response = await request(server)
            .post(`/api/intelgraph${path}`)
            .set('Authorization', as.ci)
            .set('Content-Type', 'application/json')
            .send(body);
          expect(response.status).toBeLessThan(500);
        }),
        { numRuns: 40 },
      );
    }
    // What one of the databases cannot store as text.
    expect(
      await deliver([
        incident('detected', {
          id: 'nul',
          time: '2026-11-01T10:00:00Z',
          description: 'before\u0000after',
        }),
        deployed({ id: 'nul-2', customData: { '\u0000': '\u0000' } }),
        deployed({ id: 'nul\u0000' }),
        deployed({ id: 'surrogate', customData: { text: '\ud800' } }),
      ]),
    ).toEqual(['created', 'created', 'rejected', 'rejected']);
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    expect(
      (
        await request(server)
          .post('/api/intelgraph/events')
          .set('Authorization', as.ci)
          .set('Content-Type', 'application/cloudevents+json')
          .send(deep)
      ).body.results,
    ).toMatchObject([{ status: 'rejected' }]);
    expect(await deliver([deployed({ id: 'after' })])).toEqual([
      expect.stringMatching(/created|corroborated/),
    ]);
  });
});
