import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { EventInput } from '@companyos/plugin-intelgraph-common';
import { IntelGraphService } from '@companyos/plugin-intelgraph-node';
import { Knex } from 'knex';
import { createHash } from 'node:crypto';
import { describeEntity, digestOf, EntitySnapshot } from './describeEntity';
import { diffEntity } from './diffEntity';

const TABLE = 'intelgraph_catalog_snapshot';
const STATE = 'intelgraph_feed_state';
const DOUBT = 'catalog.vanished';
const SOURCE = 'urn:companyos:catalog';
const PAGE = 500;
const BATCH = 200;
/** More entities than this, and more than this part of them, do not vanish from one scan to the next. */
const DOUBTFUL_COUNT = 20;
const DOUBTFUL_RATIO = 0.5;

interface Row {
  entity_ref: string;
  etag: string;
  digest: string;
  revision: number;
  snapshot: string;
}
type KnownRow = Omit<Row, 'snapshot'>;

/** How many entities a scan told of. */
export interface CatalogScan {
  readonly created: number;
  readonly changed: number;
  readonly removed: number;
}

/**
 * Tells what changes in the catalog, by comparing it with what the last scan saw. The catalog itself says neither
 * when something changed nor what it was before.
 */
export class CatalogFeed {
  readonly #deps: {
    readonly auth: AuthService;
    readonly catalog: CatalogService;
    readonly intelGraph: Pick<IntelGraphService, 'record'>;
    readonly knex: Knex;
    readonly logger: LoggerService;
    /** Epoch, ms. */
    readonly now: () => number;
  };

  constructor(deps: {
    readonly auth: AuthService;
    readonly catalog: CatalogService;
    readonly intelGraph: Pick<IntelGraphService, 'record'>;
    readonly knex: Knex;
    readonly logger: LoggerService;
    readonly now: () => number;
  }) {
    this.#deps = deps;
  }

  /**
   * Compares once. What was recorded before an error stays recorded; removals are only told of after a whole scan.
   *
   * @throws what the catalog and the database throw
   */
  async scan(signal?: AbortSignal): Promise<CatalogScan> {
    const { knex } = this.#deps;
    const rows: KnownRow[] = await knex<Row>(TABLE).select(
      'entity_ref',
      'etag',
      'digest',
      'revision',
    );
    const known = new Map(rows.map(row => [row.entity_ref, row]));
    const seen = new Set<string>();
    const counts = { created: 0, changed: 0, removed: 0 };
    for await (const page of this.#pages()) {
      const moved: string[] = [];
      for (const entity of page) {
        const ref = stringifyEntityRef(entity);
        const etag = entity.metadata.etag;
        if (seen.has(ref) || isGenerated(entity)) continue;
        seen.add(ref);
        const row = known.get(ref);
        if (!row || !row.digest || !etag || row.etag !== etag) moved.push(ref);
      }
      for (let at = 0; at < moved.length; at += BATCH) {
        if (signal?.aborted) return counts;
        await this.#tell(
          await this.#read(moved.slice(at, at + BATCH)),
          known,
          counts,
        );
      }
      if (signal?.aborted) return counts;
    }

    const standing = rows.filter(row => row.digest);
    const vanished = standing.filter(row => !seen.has(row.entity_ref));
    if (await this.#isDoubtful(vanished.length, standing.length)) {
      return counts;
    }
    for (let at = 0; at < vanished.length; at += BATCH) {
      await this.#tell(
        vanished
          .slice(at, at + BATCH)
          .map(row => ({ ref: row.entity_ref, entity: undefined })),
        known,
        counts,
      );
    }
    return counts;
  }

  /** Whether so much vanished that a second scan has to agree. */
  async #isDoubtful(vanished: number, standing: number): Promise<boolean> {
    const { knex, logger } = this.#deps;
    const isUnlikely =
      vanished > 0 &&
      (vanished === standing ||
        (vanished > DOUBTFUL_COUNT && vanished > standing * DOUBTFUL_RATIO));
    // One that agrees with the one before ends the doubt, as does one that sees them again.
    const wasDoubtful = await knex(STATE).where({ name: DOUBT }).delete();
    if (!isUnlikely || wasDoubtful) return false;
    await knex(STATE).insert({ name: DOUBT, value: String(vanished) });
    logger.warn(
      `${vanished} of ${standing} entities are gone from the catalog at once; that is told when the next scan agrees`,
    );
    return true;
  }

  async *#pages(): AsyncGenerator<Entity[]> {
    const { auth, catalog } = this.#deps;
    const credentials = await auth.getOwnServiceCredentials();
    let cursor: string | undefined;
    do {
      const { items, pageInfo } = await catalog.queryEntities(
        cursor
          ? { cursor, limit: PAGE }
          : {
              orderFields: { field: 'metadata.uid', order: 'asc' },
              fields: [
                'kind',
                'metadata.namespace',
                'metadata.name',
                'metadata.etag',
              ],
              limit: PAGE,
            },
        { credentials },
      );
      yield items;
      cursor = pageInfo.nextCursor;
    } while (cursor);
  }

  async #read(
    entityRefs: string[],
  ): Promise<{ ref: string; entity: Entity | undefined }[]> {
    const { auth, catalog } = this.#deps;
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    // One that is gone between the two looks is missed by the next scan.
    return items.flatMap((entity, index) =>
      entity ? [{ ref: entityRefs[index], entity }] : [],
    );
  }

  async #tell(
    looks: readonly { ref: string; entity: Entity | undefined }[],
    known: ReadonlyMap<string, KnownRow>,
    counts: { created: number; changed: number; removed: number },
  ): Promise<void> {
    const { intelGraph, knex, now } = this.#deps;
    const time = new Date(now());
    await knex.transaction(async trx => {
      const kept = new Map(
        (
          await trx<Row>(TABLE)
            .whereIn(
              'entity_ref',
              looks.map(({ ref }) => ref),
            )
            .select('entity_ref', 'snapshot')
        ).map(row => [row.entity_ref, row.snapshot]),
      );
      const events: EventInput[] = [];
      const rows: Row[] = [];
      for (const { ref, entity } of looks) {
        const row = known.get(ref);
        const json = row?.digest ? kept.get(ref) : undefined;
        const before: EntitySnapshot | undefined = json && JSON.parse(json);
        const after = entity && describeEntity(entity);
        const change = diffEntity(before, after);
        const digest = after ? digestOf(after) : '';
        const revision = (row?.revision ?? 0) + (change ? 1 : 0);
        rows.push({
          entity_ref: ref,
          etag: (entity?.metadata.etag ?? '').slice(0, 100),
          digest,
          revision,
          snapshot: after ? JSON.stringify(after) : '',
        });
        if (!change) continue;
        counts[change.predicate] += 1;
        events.push({
          type: `dev.cdeventsx.companyos-entity.${change.predicate}.0.1.0`,
          entity: ref,
          time,
          id: createHash('sha256')
            .update([ref, row?.digest ?? '', digest, revision].join('\n'))
            .digest('hex'),
          source: SOURCE,
          confidence: 100,
          data: { ...change.content },
        });
      }
      if (rows.length) {
        await trx<Row>(TABLE).insert(rows).onConflict('entity_ref').merge();
      }
      await intelGraph.record(trx, events);
    });
  }
}

/** The catalog's own notes of where descriptions are; no thing of the organisation. */
function isGenerated(entity: Entity): boolean {
  return (
    entity.kind === 'Location' && entity.metadata.name.startsWith('generated-')
  );
}
