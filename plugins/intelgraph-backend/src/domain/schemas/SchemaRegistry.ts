import { EventSchemaVersion } from '../types';
import { compareVersions } from './compareVersions';
import { KnownSchema } from './KnownSchema';
import { parseType } from './parseType';

/** What is known of an event type. */
export type SchemaLookup =
  | {
      readonly kind: 'exact';
      readonly schema: KnownSchema;
      readonly version: string;
    }
  | {
      /** A version that is newer than all known ones of its major. */
      readonly kind: 'newer-minor';
      /** The highest known of that major. */
      readonly schema: KnownSchema;
      readonly version: string;
    }
  | { readonly kind: 'unknown-major'; readonly known: readonly string[] }
  | { readonly kind: 'unknown-type' }
  | {
      /** A version of a known major that is older than its newest, or none at all. */
      readonly kind: 'unreadable-version';
      readonly known: readonly string[];
    };

/** The event types that can be read. Never changes; {@link SchemaRegistry.with} makes another one. */
export class SchemaRegistry {
  /** By type, oldest version first. */
  private readonly byType: ReadonlyMap<string, readonly KnownSchema[]>;
  /** What nearly every event asks for. */
  private readonly exact: ReadonlyMap<
    string,
    Extract<SchemaLookup, { kind: 'exact' }>
  >;

  /** @param versions - of one type and version the first one counts */
  constructor(versions: Iterable<EventSchemaVersion | KnownSchema>) {
    const byType = new Map<string, KnownSchema[]>();
    const exact = new Map<string, Extract<SchemaLookup, { kind: 'exact' }>>();
    for (const version of versions) {
      const key = `${version.type}.${version.version}`;
      if (exact.has(key)) continue;
      // Those that came from another registry are compiled already, perhaps.
      const schema =
        version instanceof KnownSchema ? version : new KnownSchema(version);
      exact.set(key, { kind: 'exact', schema, version: schema.version });
      const ofType = byType.get(schema.type);
      if (ofType) ofType.push(schema);
      else byType.set(schema.type, [schema]);
    }
    for (const schemas of byType.values()) {
      schemas.sort((a, b) => compareVersions(a.version, b.version));
    }
    this.byType = byType;
    this.exact = exact;
  }

  /** A registry that knows one version more. What was compiled is kept. */
  with(version: EventSchemaVersion): SchemaRegistry {
    return new SchemaRegistry([...this.schemas(), version]);
  }

  /** All versions, by type and oldest first. */
  list(): EventSchemaVersion[] {
    return this.schemas().map(({ definition }) => definition);
  }

  /** What is known of an event type that ends with its version. */
  find(typeWithVersion: string): SchemaLookup {
    const exact = this.exact.get(typeWithVersion);
    if (exact) return exact;
    const parsed = parseType(typeWithVersion);
    if (!parsed) {
      const versions = this.versionsOf(typeWithVersion);
      return versions.length
        ? { kind: 'unreadable-version', known: versions }
        : { kind: 'unknown-type' };
    }
    const ofType = this.byType.get(parsed.type);
    if (!ofType) return { kind: 'unknown-type' };
    const highest = ofType
      .filter(schema => schema.major === parsed.major)
      .at(-1);
    if (!highest) {
      return { kind: 'unknown-major', known: this.versionsOf(parsed.type) };
    }
    return compareVersions(parsed.version, highest.version) > 0
      ? { kind: 'newer-minor', schema: highest, version: parsed.version }
      : { kind: 'unreadable-version', known: this.versionsOf(parsed.type) };
  }

  private versionsOf(type: string): string[] {
    return (this.byType.get(type) ?? []).map(({ version }) => version);
  }

  private schemas(): KnownSchema[] {
    return [...this.byType.values()].flat();
  }
}
