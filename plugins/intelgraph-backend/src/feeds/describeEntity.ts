import { Entity } from '@backstage/catalog-model';
import { JsonValue } from '@backstage/types';
import { createHash } from 'node:crypto';

/** What a fact says of an entity; what is not known is left out. */
export interface EntityContent {
  kind: string;
  name: string;
  namespace: string;
  title?: string;
  owner?: string;
  lifecycle?: string;
  tier?: string;
  system?: string;
  location?: string;
  commit?: string;
  relations?: { type: string; targetRef: string }[];
}

/** An entity as it is kept, to be compared with a later one. */
export interface EntitySnapshot {
  readonly content: EntityContent;
  /** What is compared, by path; long values as their digests. */
  readonly fields: Record<string, string>;
}

const LONGEST_VALUE = 300;
const MOST_FIELDS = 1_000;
const MOST_RELATIONS = 500;
const TIER = 'companyos.io/tier';
const COMMIT = 'companyos.io/commit';
const LOCATIONS = [
  'backstage.io/source-location',
  'backstage.io/managed-by-location',
];

/** They say how the catalog came by the entity, and change with every push or refresh. */
const NOISY_ANNOTATIONS = new Set([
  ...LOCATIONS,
  'backstage.io/managed-by-origin-location',
  'backstage.io/view-url',
  'backstage.io/edit-url',
  COMMIT,
]);

/** A relation is told by the entity that states it; the other side only mirrors it. */
const MIRRORED_RELATIONS = new Set([
  'ownerOf',
  'apiConsumedBy',
  'apiProvidedBy',
  'dependencyOf',
  'parentOf',
  'hasMember',
  'hasPart',
]);

const METADATA = ['title', 'description', 'tags', 'links', 'labels'] as const;

const sha256 = (text: string) =>
  createHash('sha256').update(text).digest('hex');

/** JSON in which the order of keys says nothing. */
function stableJson(value: unknown): string {
  return JSON.stringify(value, (_, one) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(
          Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : one,
  );
}

function collect(
  fields: Map<string, string>,
  path: string,
  value: JsonValue | undefined,
): void {
  if (value === undefined || value === null) return;
  if (typeof value === 'object' && !Array.isArray(value)) {
    for (const [key, one] of Object.entries(value)) {
      collect(fields, `${path}.${key}`, one);
    }
    return;
  }
  if (fields.size >= MOST_FIELDS) return;
  const text = typeof value === 'string' ? value : stableJson(value);
  fields.set(
    path.slice(0, LONGEST_VALUE),
    text.length > LONGEST_VALUE ? `sha256:${sha256(text)}` : text,
  );
}

/** What of an entity is told and compared. */
export function describeEntity(entity: Entity): EntitySnapshot {
  const { kind, metadata, spec = {} } = entity;
  const annotations = metadata.annotations ?? {};
  const relations = (entity.relations ?? [])
    .filter(({ type }) => !MIRRORED_RELATIONS.has(type))
    .map(({ type, targetRef }) => ({ type, targetRef }))
    .sort((a, b) =>
      `${a.type} ${a.targetRef}` < `${b.type} ${b.targetRef}` ? -1 : 1,
    )
    .slice(0, MOST_RELATIONS);
  const target = (type: string, kindPrefix = '') =>
    relations.find(
      one => one.type === type && one.targetRef.startsWith(kindPrefix),
    )?.targetRef;
  const text = (value: unknown) =>
    typeof value === 'string' && value
      ? value.slice(0, LONGEST_VALUE)
      : undefined;

  const fields = new Map<string, string>();
  for (const key of METADATA) {
    collect(fields, `metadata.${key}`, metadata[key]);
  }
  for (const [key, value] of Object.entries(annotations)) {
    if (!NOISY_ANNOTATIONS.has(key)) {
      collect(fields, `metadata.annotations.${key}`, value);
    }
  }
  // Facts stay for ever; the addresses and pictures of people do not belong there.
  const { profile, ...impersonal } = spec;
  collect(fields, 'spec', kind === 'User' ? impersonal : spec);
  for (const type of new Set(relations.map(one => one.type))) {
    collect(
      fields,
      `relations.${type}`,
      relations.filter(one => one.type === type).map(one => one.targetRef),
    );
  }

  const optional = {
    title: text(metadata.title),
    owner: target('ownedBy'),
    lifecycle: text(spec.lifecycle)?.slice(0, 100),
    tier: text(metadata.labels?.[TIER] ?? annotations[TIER])?.slice(0, 100),
    system: target('partOf', 'system:'),
    location: text(
      LOCATIONS.map(key => annotations[key]).find(one => one !== undefined),
    ),
    commit: text(annotations[COMMIT])?.slice(0, 100),
    relations: relations.length ? relations : undefined,
  };
  return {
    content: {
      kind,
      name: metadata.name,
      namespace: metadata.namespace ?? 'default',
      ...Object.fromEntries(
        Object.entries(optional).filter(([, value]) => value !== undefined),
      ),
    },
    fields: Object.fromEntries(
      [...fields].sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  };
}

/** SHA-256 of what is compared, in hex; two snapshots with the same digest tell the same. */
export function digestOf(snapshot: EntitySnapshot): string {
  return sha256(JSON.stringify(snapshot.fields));
}
