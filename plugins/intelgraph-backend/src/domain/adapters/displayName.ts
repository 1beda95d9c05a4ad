/** The name in an entity ref, without kind and namespace, as people write it. */
export function displayName(entityRef: string): string {
  const name = entityRef.slice(entityRef.indexOf('/') + 1);
  if (!name.includes('%')) return name;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
