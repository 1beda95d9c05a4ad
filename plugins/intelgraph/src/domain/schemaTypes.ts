import { EventSchema } from '@companyos/plugin-intelgraph-common';

/** An event type with all versions that are understood, the newest first. */
export interface SchemaType {
  type: string;
  newest: EventSchema;
  versions: EventSchema[];
}

const byVersion = new Intl.Collator('en', { numeric: true });

/** Groups versions of event types by type. */
export function schemaTypes(schemas: readonly EventSchema[]): SchemaType[] {
  const groups = new Map<string, EventSchema[]>();
  for (const schema of schemas) {
    groups.set(schema.type, [...(groups.get(schema.type) ?? []), schema]);
  }
  return [...groups]
    .map(([type, group]) => {
      const versions = [...group].sort((a, b) =>
        byVersion.compare(b.version, a.version),
      );
      return { type, versions, newest: versions[0] };
    })
    .sort((a, b) => a.type.localeCompare(b.type, 'en'));
}
