import { AuditEvent, auditFact } from './auditFact';

const time = new Date('2026-11-28T10:00:00Z');
const event: AuditEvent = {
  plugin: 'scaffolder',
  eventId: 'task',
  severityLevel: 'medium',
  status: 'succeeded',
  actor: { actorId: 'user:default/leo' },
};

describe('auditFact', () => {
  it('makes no fact of a session, but of one that was refused', () => {
    const session = { ...event, plugin: 'auth', eventId: 'sign-in' };
    expect(auditFact(session, time)).toBeUndefined();
    expect(auditFact({ ...session, status: 'failed' }, time)).toMatchObject({
      entity: 'plugin:default/auth',
    });
  });

  it('tells who did what to which entity, without secrets and bulk', () => {
    expect(
      auditFact(
        {
          ...event,
          status: 'failed',
          error: new Error('x'.repeat(300)),
          meta: {
            entityRef: 'Component:default/Payments',
            accessToken: 'abc',
            Authorization: 'abc',
            count: 3,
            dryRun: false,
            nothing: null,
            values: { deep: true },
            text: 'y'.repeat(300),
          },
        },
        time,
      ),
    ).toEqual({
      type: 'dev.cdeventsx.companyos-audit.recorded.0.1.0',
      entity: 'component:default/payments',
      time,
      classification: 'internal',
      data: {
        plugin: 'scaffolder',
        event: 'task',
        severity: 'medium',
        actor: 'user:default/leo',
        status: 'failed',
        meta: {
          entityRef: 'Component:default/Payments',
          count: 3,
          dryRun: false,
          text: 'y'.repeat(200),
        },
        reason: 'x'.repeat(200),
      },
    });
  });

  it('is about the plugin where no entity is named', () => {
    expect(auditFact({ ...event, actor: {} }, time)).toMatchObject({
      entity: 'plugin:default/scaffolder',
      data: { actor: 'unknown' },
    });
  });

  it.each([
    ['what only began', { status: 'initiated' }],
    ['what hardly matters', { severityLevel: 'low' }],
    ['the ingest of facts', { plugin: 'intelgraph', eventId: 'ingest-batch' }],
    ['the reading of facts', { plugin: 'intelgraph', eventId: 'fact-read' }],
  ] as [string, Partial<AuditEvent>][])('leaves out %s', (_, change) => {
    expect(auditFact({ ...event, ...change }, time)).toBeUndefined();
  });

  it('keeps what people decide in IntelGraph', () => {
    expect(
      auditFact({ ...event, plugin: 'intelgraph', eventId: 'erase' }, time),
    ).toBeDefined();
  });
});
