const ENTITY_REF =
  /^([A-Za-z0-9][A-Za-z0-9.-]{0,62}):([A-Za-z0-9][A-Za-z0-9._-]{0,62})\/(\S+)$/;

/** Kinds of the software catalog, whose names are not told apart by case. */
const CATALOG_KINDS = new Set([
  'component',
  'system',
  'api',
  'resource',
  'domain',
  'group',
  'user',
  'template',
  'location',
]);

/** The parts of an entity ref in the form in which refs are compared. */
export interface EntityRefParts {
  readonly kind: string;
  readonly ref: string;
}

/**
 * Reads a whole entity ref (`kind:namespace/name`). Kind and namespace become lower case, and so does the name of
 * catalog entities, as Backstage's `stringifyEntityRef` does it; other names are told apart by case. Package URLs look
 * like entity refs and are none.
 *
 * @returns undefined if it is none, or longer than 500 characters
 */
export function parseEntityRef(text: string): EntityRefParts | undefined {
  if (text.length > 500) return undefined;
  const match = ENTITY_REF.exec(text);
  if (!match) return undefined;
  const kind = match[1].toLowerCase();
  if (kind === 'pkg' || kind === 'urn') return undefined;
  const name = CATALOG_KINDS.has(kind) ? match[3].toLowerCase() : match[3];
  const clean = name.replace(/\p{Cc}/gu, encodeURIComponent);
  const ref = `${kind}:${match[2].toLowerCase()}/${clean}`;
  return ref.length > 500 ? undefined : { kind, ref };
}
