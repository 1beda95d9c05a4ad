import { Incident, TimelineItem } from '@companyos/plugin-intelgraph-common';

const STARTS = /^dev\.cdevents\.incident\.(detected|reported)$/;
const RESOLVED = 'dev.cdevents.incident.resolved';
const ACKNOWLEDGED = 'dev.cdeventsx.companyos-incident.acknowledged';

/** Types of the facts that make an incident. */
export const INCIDENT_TYPES: readonly string[] = [
  'dev.cdevents.incident.detected',
  'dev.cdevents.incident.reported',
  RESOLVED,
  ACKNOWLEDGED,
];

/** Whether a fact begins an incident. */
export function startsIncident({ type }: TimelineItem): boolean {
  return STARTS.test(type);
}

/**
 * Where an incident stands, by its facts. A later fact never takes back what an earlier one established, whatever
 * order they came in; only a new start after the end opens it again.
 *
 * @param facts - of this incident, in the order in which they happened
 * @param contentOf - what a fact says, when it may be read
 * @returns undefined when none of them begins it
 */
export function foldIncident(
  incident: string,
  facts: readonly TimelineItem[],
  contentOf: (fact: TimelineItem) => unknown,
): Incident | undefined {
  const own = facts.filter(({ entity }) => entity === incident);
  const starts = own.filter(startsIncident);
  const start = starts[0];
  if (!start) return undefined;
  const sinceStart = own.slice(own.lastIndexOf(starts[starts.length - 1]));
  const since = (type: string) => sinceStart.filter(fact => fact.type === type);
  const [resolved] = since(RESOLVED);
  const [acknowledged] = since(ACKNOWLEDGED);
  const entities = [
    ...new Set(
      starts.flatMap(({ mentions }) =>
        mentions
          .filter(({ role }) => role !== 'environment')
          .map(({ entity }) => entity),
      ),
    ),
  ].sort();
  const content = contentOf(start);
  const severity = textAt(content, ['customData', 'severity']);
  const ticketUrl = resolved
    ? textAt(contentOf(resolved), ['subject', 'content', 'ticketURI'])
    : textAt(content, ['subject', 'content', 'ticketURI']);
  const by =
    acknowledged &&
    textAt(contentOf(acknowledged), ['subject', 'content', 'actor']);
  let status: Incident['status'] = 'open';
  if (acknowledged) status = 'acknowledged';
  if (resolved) status = 'resolved';
  return {
    incident,
    status,
    summary: start.summary,
    startedAt: start.occurredAt,
    entities,
    ...(start.environment !== 'all' && { environment: start.environment }),
    ...(severity && { severity }),
    ...(ticketUrl && { ticketUrl }),
    ...(acknowledged && { acknowledgedAt: acknowledged.occurredAt }),
    ...(by && { acknowledgedBy: by }),
    ...(resolved && { resolvedAt: resolved.occurredAt }),
  };
}

function textAt(value: unknown, path: readonly string[]): string | undefined {
  let at = value;
  for (const name of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) {
      return undefined;
    }
    at = (at as Record<string, unknown>)[name];
  }
  return typeof at === 'string' ? at : undefined;
}
