import { JsonObject } from '@backstage/types';

/** An incident event as monitoring sends it. */
export function incident(
  predicate: 'detected' | 'reported' | 'resolved',
  values: {
    id: string;
    incident?: string;
    time: string;
    description?: string;
    service?: string;
    environment?: string;
    severity?: string;
  },
): JsonObject {
  const { id, time, severity } = values;
  const source = 'urn:monitoring';
  const type = `dev.cdevents.incident.${predicate}.0.3.0`;
  const subject = values.incident ?? 'inc-1';
  return {
    specversion: '1.0',
    id,
    source,
    type,
    subject,
    time,
    data: {
      context: { specversion: '0.5.1', id, source, type, timestamp: time },
      subject: {
        id: subject,
        content: {
          environment: { id: values.environment ?? 'production' },
          service: { id: values.service ?? 'payments-api' },
          ...(predicate !== 'resolved' && {
            description: values.description ?? 'error rate above 5 %',
          }),
          ...(predicate === 'reported' && {
            ticketURI: 'https://tickets.example.com/1',
          }),
        },
      },
      ...(severity && { customData: { severity } }),
    },
  };
}
