import { JsonObject } from '@backstage/types';
import { EventInput } from '@companyos/plugin-intelgraph-common';

/** An audit event, as far as a fact is made of it. */
export interface AuditEvent {
  readonly plugin: string;
  readonly eventId: string;
  readonly severityLevel: 'low' | 'medium' | 'high' | 'critical';
  readonly status: 'initiated' | 'succeeded' | 'failed';
  readonly actor: { readonly actorId?: string };
  readonly meta?: JsonObject;
  readonly error?: Error;
}

const SECRET = /token|secret|password|authorization/i;
const ENTITY =
  /^[a-z0-9][a-z0-9.-]{0,62}:[a-z0-9][a-z0-9._-]{0,62}\/\S{1,200}$/;
const READ = /(^|-)(read|get|list|query|search|export|verify)(-|$)/;
const LONGEST_TEXT = 200;

const cut = (value: string) => value.slice(0, LONGEST_TEXT);

/**
 * The fact that an audit event is on record for; undefined when it is none. A fact is what ended and matters
 * (medium and above). What IntelGraph audits when it takes or shows facts is none, or every fact would make
 * another; nor is a session that was opened or renewed.
 */
export function auditFact(
  event: AuditEvent,
  time: Date,
): EventInput | undefined {
  const { plugin, eventId, severityLevel, status, actor, error } = event;
  if (status === 'initiated' || severityLevel === 'low') return undefined;
  if (
    plugin === 'intelgraph' &&
    (eventId.startsWith('ingest') || READ.test(eventId))
  ) {
    return undefined;
  }
  // A session is renewed each time a page opens; that is no news about any service, and the log has it.
  if (plugin === 'auth' && status === 'succeeded') return undefined;
  const meta: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(event.meta ?? {})) {
    if (SECRET.test(key)) continue;
    if (typeof value === 'string') meta[key] = cut(value);
    if (typeof value === 'number' || typeof value === 'boolean') {
      meta[key] = value;
    }
  }
  const entityRef = event.meta?.entityRef;
  const about =
    typeof entityRef === 'string' ? entityRef.toLocaleLowerCase('en-US') : '';
  return {
    type: 'dev.cdeventsx.companyos-audit.recorded.0.1.0',
    entity: ENTITY.test(about) ? about : `plugin:default/${plugin}`,
    time,
    classification: 'internal',
    data: {
      plugin,
      event: eventId,
      severity: severityLevel,
      actor: actor.actorId ?? 'unknown',
      status,
      ...(Object.keys(meta).length && { meta }),
      ...(error && { reason: cut(error.message) }),
    },
  };
}
