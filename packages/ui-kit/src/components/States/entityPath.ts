/**
 * The catalog page of an entity.
 *
 * @param entityRef - `kind:namespace/name`; the namespace may be left out
 * @returns undefined when the reference has another form
 */
export function entityPath(entityRef: string): string | undefined {
  const match = /^([^:/\s]+):(?:([^:/\s]+)\/)?([^:/\s]+)$/.exec(entityRef);
  if (!match) return undefined;
  const [, kind, namespace = 'default', name] = match;
  return `/catalog/${[namespace, kind, name]
    .map(part => encodeURIComponent(part.toLocaleLowerCase('en-US')))
    .join('/')}`;
}
