import { JsonObject } from '@backstage/types';

/** A `service.deployed` event as a pipeline sends it. */
export function deployed(
  values: {
    id?: string;
    source?: string;
    time?: string;
    service?: string;
    environment?: string;
    /** Null for none. */
    artifact?: string | null;
    /** Another thing that happens to a service. */
    predicate?: 'deployed' | 'upgraded' | 'rolledback' | 'removed';
    /** Attributes of the envelope. */
    attributes?: JsonObject;
    customData?: JsonObject;
  } = {},
): JsonObject {
  const {
    id = 'd-1',
    source = 'https://ci.example.com/pipelines',
    time = '2026-11-01T10:00:00.000Z',
    service = 'payments-api',
    environment = 'production',
    artifact = 'pkg:oci/payments-api@1.4.2',
    predicate = 'deployed',
    attributes,
    customData,
  } = values;
  const type = `dev.cdevents.service.${predicate}.0.3.0`;
  return {
    specversion: '1.0',
    id,
    source,
    type,
    subject: service,
    time,
    datacontenttype: 'application/json',
    ...attributes,
    data: {
      context: { specversion: '0.5.1', id, source, type, timestamp: time },
      subject: {
        id: service,
        content: {
          environment: { id: environment },
          ...(artifact !== null && { artifactId: artifact }),
        },
      },
      ...(customData && { customData }),
    },
  };
}
