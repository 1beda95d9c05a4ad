import { buildEvent } from './buildEvent';

const defaults = { id: 'generated', source: 'urn:companyos:techdocs' };
const input = {
  type: 'dev.cdeventsx.companyos-docs.built.0.1.0',
  entity: 'component:default/payments',
  time: new Date('2026-11-28T10:00:00Z'),
  data: { durationMs: 5 },
};

describe('buildEvent', () => {
  it('makes the CDEvent around the content of its subject', () => {
    expect(buildEvent(input, defaults)).toEqual({
      specversion: '1.0',
      id: 'generated',
      source: 'urn:companyos:techdocs',
      type: 'dev.cdeventsx.companyos-docs.built.0.1.0',
      subject: 'component:default/payments',
      time: '2026-11-28T10:00:00.000Z',
      datacontenttype: 'application/json',
      entityref: 'component:default/payments',
      data: {
        context: {
          specversion: '0.5.1',
          id: 'generated',
          source: 'urn:companyos:techdocs',
          type: 'dev.cdeventsx.companyos-docs.built.0.1.0',
          timestamp: '2026-11-28T10:00:00.000Z',
        },
        subject: {
          id: 'component:default/payments',
          content: { durationMs: 5 },
        },
      },
    });
  });

  it('takes other types as they are, with every extension', () => {
    expect(
      buildEvent(
        {
          ...input,
          type: 'com.example.thing',
          id: 'mine',
          source: 'https://example.com',
          // More digits than a Date holds.
          time: '2026-11-28T10:00:00.123456Z',
          confidence: 0,
          tenant: 'acme',
          environment: 'production',
          region: 'eu-1',
          classification: 'restricted',
          ordinal: 0,
          claimVersion: '1.2.3',
          validTo: new Date('2026-12-01T00:00:00Z'),
          correlationId: 'run-1',
        },
        defaults,
      ),
    ).toEqual({
      specversion: '1.0',
      id: 'mine',
      source: 'https://example.com',
      type: 'com.example.thing',
      subject: 'component:default/payments',
      time: '2026-11-28T10:00:00.123456Z',
      datacontenttype: 'application/json',
      entityref: 'component:default/payments',
      confidence: 0,
      tenant: 'acme',
      environment: 'production',
      region: 'eu-1',
      dataclassification: 'restricted',
      ordinal: 0,
      claimversion: '1.2.3',
      validto: '2026-12-01T00:00:00.000Z',
      correlationid: 'run-1',
      data: { durationMs: 5 },
    });
  });

  it.each([
    ['type', { type: 'dev.cdeventsx.companyos-docs.built' }],
    ['type', { type: 'a b' }],
    ['entity', { entity: 'Component:default/payments' }],
    ['entity', { entity: 'payments' }],
    ['time', { time: 'yesterday' }],
    ['data', { data: [] as unknown as Record<string, unknown> }],
    ['data', { data: undefined as unknown as Record<string, unknown> }],
    ['id', { id: 'x'.repeat(257) }],
    ['source', { source: '' }],
    ['confidence', { confidence: 101 }],
    ['ordinal', { ordinal: 0.5 }],
    ['tenant', { tenant: 'No Label' }],
    ['validTo', { validTo: 'never' }],
  ])('refuses a bad %s and says what was expected: %j', (field, change) => {
    expect(() => buildEvent({ ...input, ...change }, defaults)).toThrow(
      new RegExp(`The event's ${field} must be .+, but is `),
    );
  });
});
