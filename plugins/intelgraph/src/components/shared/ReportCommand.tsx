import { CopyCommand } from '@companyos/ui-kit';
import { useTenant } from './useTenant';

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

/** The command that reports an incident to the tenant one looks at, ready to copy. */
export function ReportCommand({ label }: { label: string }) {
  const tenant = useTenant();
  // A name that holds a quotation mark would end the text in the shell; no tenant has one.
  const isName = tenant !== undefined && /^[a-z0-9._-]+$/.test(tenant);
  const event = isName ? { ...EVENT, tenant } : EVENT;
  const command = [
    `curl -X POST ${window.location.origin}/api/intelgraph/events`,
    '  -H "Authorization: Bearer $TOKEN"',
    '  -H "Content-Type: application/cloudevents+json"',
    `  -d '${JSON.stringify(event)}'`,
  ].join(' \\\n');
  return <CopyCommand label={label} command={command} />;
}
