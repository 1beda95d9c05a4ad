import {
  type Entity,
  parseEntityRef,
  RELATION_OWNED_BY,
  RELATION_PART_OF,
} from '@backstage/catalog-model';
import type { AlphaEntity } from '@backstage/catalog-model/alpha';

/** A named thing and where it leads. */
export interface EntityLink {
  name: string;
  href: string;
}

/** Path of an entity's page. */
export function hrefOf(ref: {
  kind: string;
  namespace?: string;
  name: string;
}): string {
  const kind = ref.kind.toLocaleLowerCase('en');
  return `/catalog/${ref.namespace ?? 'default'}/${kind}/${ref.name}`;
}

function related(entity: Entity, type: string, kind?: string): EntityLink[] {
  return (entity.relations ?? [])
    .filter(relation => relation.type === type)
    .map(relation => parseEntityRef(relation.targetRef))
    .filter(ref => !kind || ref.kind === kind)
    .map(ref => ({ name: ref.name, href: hrefOf(ref) }));
}

/** Who owns the entity. */
export function ownersOf(entity: Entity): EntityLink[] {
  return related(entity, RELATION_OWNED_BY);
}

/** Which system it is part of. */
export function systemOf(entity: Entity): EntityLink | undefined {
  return related(entity, RELATION_PART_OF, 'system')[0];
}

/** A text field of the spec. */
export function specText(entity: Entity, key: string): string | undefined {
  const value = entity.spec?.[key];
  return typeof value === 'string' ? value : undefined;
}

/** Whether the catalog could not read the entity completely. */
export function hasProblem(entity: AlphaEntity): boolean {
  return Boolean(entity.status?.items?.some(item => item.level === 'error'));
}
