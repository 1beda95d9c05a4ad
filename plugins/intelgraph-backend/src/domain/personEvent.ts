import { JsonObject } from '@backstage/types';
import { personSource } from './writerRules';

/** A statement of a person, as the event that puts it on record. */
export function personEvent(statement: {
  /** With its version. */
  type: string;
  /** Entity ref of what it is about. */
  entity: string;
  content: JsonObject;
  tenant: string;
  environment?: string;
  id: string;
  /** Who says so. */
  subject: string;
  /** Epoch ms. */
  atMs: number;
}): JsonObject {
  const { id, type, entity } = statement;
  const source = personSource(statement.subject);
  const time = new Date(statement.atMs).toISOString();
  return {
    specversion: '1.0',
    id,
    source,
    type,
    subject: entity,
    time,
    entityref: entity,
    tenant: statement.tenant,
    ...(statement.environment && { environment: statement.environment }),
    datacontenttype: 'application/json',
    data: {
      context: { specversion: '0.5.1', id, source, type, timestamp: time },
      subject: { id: entity, content: statement.content },
    },
  };
}
