import { createHash } from 'node:crypto';

/** Services that the events are about. */
const SERVICES = 5_000;
const SPAN_MS = 90 * 86_400_000;
const START_MS = Date.UTC(2026, 7, 1);
const ENVIRONMENTS = ['production', 'staging', 'development'];
const SOURCES = Array.from(
  { length: 8 },
  (_, index) => `https://ci.example.com/pipelines/${index}`,
);

/** Numbers from 0 to 1 out of a digest: the same each time, and near each other for no two events. */
function random(digest: Buffer): () => number {
  let at = 0;
  return () => {
    at += 4;
    return digest.readUInt32BE(at - 4) / 2 ** 32;
  };
}

/**
 * Events of an organisation: deployments, merges, builds and pushes of 5,000 services over 90 days, most in the order
 * in which they happened, every twentieth told late. The same range gives the same events.
 *
 * @param from - index of the first
 * @param total - how many there are in all, over which the time is spread
 */
export function makeEvents(
  from: number,
  count: number,
  total: number,
): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, offset) => {
    const index = from + offset;
    const digest = createHash('sha256').update(`event ${index}`).digest();
    const id = digest.toString('hex');
    const next = random(digest);
    const service = `service-${Math.floor(next() * SERVICES)}`;
    const source = SOURCES[Math.floor(next() * SOURCES.length)];
    const lateMs = next() < 0.05 ? next() * SPAN_MS * 0.5 : 0;
    const time = new Date(
      START_MS + (index / total) * SPAN_MS - lateMs,
    ).toISOString();
    const kind = next();
    let type = 'dev.cdevents.service.deployed.0.3.0';
    let subject = service;
    let content: Record<string, unknown> = {
      environment: { id: ENVIRONMENTS[Math.floor(next() * 3)] },
      artifactId: `pkg:oci/${service}@1.${Math.floor(next() * 40)}.0`,
    };
    if (kind > 0.5) {
      type = 'dev.cdeventsx.companyos-branch.pushed.0.1.0';
      subject = `component:default/${service}`;
      content = {
        repository: `team/${service}`,
        branch: 'main',
        after: id.slice(0, 40),
        commits: 1 + Math.floor(next() * 5),
        actor: 'leo.martins',
        subject: 'Round amounts the way the ledger does',
      };
    } else if (kind > 0.35) {
      type = 'dev.cdevents.build.finished.0.3.0';
      subject = `build-${index}`;
      content = { artifactId: `pkg:oci/${service}@1.${index}.0` };
    } else if (kind > 0.15) {
      type = 'dev.cdevents.change.merged.0.3.0';
      subject = `change-${index}`;
      content = { repository: { id: `team/${service}` } };
    }
    return {
      specversion: '1.0',
      id,
      source,
      type,
      subject,
      time,
      datacontenttype: 'application/json',
      data: {
        context: { specversion: '0.5.1', id, source, type, timestamp: time },
        subject: { id: subject, content },
      },
    };
  });
}
