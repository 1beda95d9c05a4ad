import { Entity, stringifyEntityRef } from '@backstage/catalog-model';

/**
 * What one repository says.
 */
export interface Claimant {
  /** `<owner>/<name>` */
  readonly repository: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly entities: readonly Entity[];
}

/**
 * An entity two repositories claim.
 */
export interface Dispute {
  readonly entityRef: string;
  readonly holder: string;
  readonly refused: string;
}

/**
 * Gives each entity to one repository: the oldest that claims it. Age is taken and not the order of pushes or
 * names, so that nobody can take over somebody else's entity with a new repository, not even over a restart.
 */
export function claimEntities(claimants: Iterable<Claimant>): {
  claims: Map<string, { repository: string; entity: Entity }>;
  disputes: Dispute[];
} {
  const claims = new Map<string, { repository: string; entity: Entity }>();
  const disputes: Dispute[] = [];
  const byAge = [...claimants].sort(
    (a, b) =>
      a.createdAt - b.createdAt || (a.repository < b.repository ? -1 : 1),
  );
  for (const { repository, entities } of byAge) {
    for (const entity of entities) {
      const entityRef = stringifyEntityRef(entity);
      const holder = claims.get(entityRef)?.repository;
      if (holder === undefined) {
        claims.set(entityRef, { repository, entity });
      } else {
        disputes.push({ entityRef, holder, refused: repository });
      }
    }
  }
  return { claims, disputes };
}
