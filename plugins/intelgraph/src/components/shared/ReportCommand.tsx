import { CopyCommand } from '@companyos/ui-kit';

const EVENT = {
  specversion: '1.0',
  id: 'incident-1',
  source: 'https://example.com/alerts',
  type: 'dev.cdevents.incident.detected.0.2.0',
  subject: 'incident-1',
  time: '2026-01-01T12:00:00Z',
  data: {
    context: {
      version: '0.4.1',
      id: 'incident-1',
      source: 'https://example.com/alerts',
      type: 'dev.cdevents.incident.detected.0.2.0',
      timestamp: '2026-01-01T12:00:00Z',
    },
    subject: {
      id: 'incident-1',
      type: 'incident',
      content: {
        description: 'Payments answer slowly',
        environment: { id: 'production' },
        service: { id: 'component:default/payments-api' },
      },
    },
  },
};

/** The command that reports an incident, ready to copy. */
export function ReportCommand({ label }: { label: string }) {
  const command = [
    `curl -X POST ${window.location.origin}/api/intelgraph/events`,
    '  -H "Authorization: Bearer $TOKEN"',
    '  -H "Content-Type: application/cloudevents+json"',
    `  -d '${JSON.stringify(EVENT)}'`,
  ].join(' \\\n');
  return <CopyCommand label={label} command={command} />;
}
