/** An entity ref in its parts; a name may hold `:` and `/`, as those of packages and data sets do. */
export interface EntityRefParts {
  kind: string;
  namespace: string;
  name: string;
}

/** Splits `kind:namespace/name`; what is none is all name. */
export function entityRefParts(ref: string): EntityRefParts {
  const match = /^([^:/]+):([^:/]+)\/(.+)$/.exec(ref);
  return match
    ? { kind: match[1], namespace: match[2], name: match[3] }
    : { kind: '', namespace: '', name: ref };
}
