import { Entity } from '@backstage/catalog-model';

const ANNOTATION = 'backstage.io/techdocs-ref';
const SHARED_ANNOTATION = 'backstage.io/techdocs-entity';

/**
 * Why a docs build of this entity can't even begin, or `null` when it can.
 * TechDocs gives up on these before it calls anything that could record it.
 */
export function sourceProblem(entity: Entity): string | null {
  const annotation = entity.metadata.annotations?.[ANNOTATION];
  if (!annotation && entity.metadata.annotations?.[SHARED_ANNOTATION]) {
    return null;
  }
  if (!annotation) {
    return `The entity has no annotation ${ANNOTATION}; add "${ANNOTATION}: dir:." beside its mkdocs.yml.`;
  }
  const separator = annotation.indexOf(':');
  const type = separator === -1 ? '' : annotation.slice(0, separator);
  if (
    (type !== 'dir' && type !== 'url') ||
    separator === annotation.length - 1
  ) {
    return `The annotation ${ANNOTATION} must be "dir:<folder>" or "url:<address>", not "${annotation.slice(
      0,
      120,
    )}".`;
  }
  return null;
}
