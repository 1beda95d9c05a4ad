import { EdgePolicy } from '@companyos/plugin-intelgraph-common';
import { Knex } from 'knex';
import { MENTION_TABLES } from './ScatteredTable';
import { marks, selectRows } from './selectRows';

/** A relation as it was at some time, by what was known at some place in the log. */
export interface CurrentEdge {
  readonly from: number;
  readonly to: number;
  readonly type: string;
  readonly fromRef: string;
  readonly toRef: string;
  readonly factId: Buffer;
  readonly confidence: number;
  /** Epoch µs. */
  readonly validFrom: number;
  readonly policies: EdgePolicy[];
}

/** What one step of a walk looks at. */
export interface EdgeQuery {
  readonly ids: readonly number[];
  readonly direction: 'both' | 'upstream' | 'downstream';
  readonly types?: readonly string[];
  readonly watermark: number;
  /** Epoch µs; later statements do not count. */
  readonly asOfMicros: number;
  readonly limit: number;
}

/** Events after which a service runs another artifact than before in their environment, or none. */
const RUN_TYPES = ['deployed', 'upgraded', 'rolledback', 'removed'].map(
  predicate => `dev.cdevents.service.${predicate}`,
);

/**
 * Whether something that happened later took the place of a statement `s` about what a service runs: it runs one
 * artifact at a time in an environment. Looks at what speaks of the service from the statement on.
 */
const isReplaced = (mentions: string) =>
  `EXISTS (
    SELECT 1 FROM ${mentions} m
    JOIN intelgraph_facts g ON g.seq = m.seq
    JOIN intelgraph_facts f ON f.seq = s.seq
    WHERE m.entity_id = e.from_id AND m.seq <= ?
    AND m.occurred_at >= s.valid_from AND m.occurred_at <= ?
    AND g.entity_id = e.from_id AND g.environment = f.environment
    AND g.type_id IN (SELECT id FROM intelgraph_types WHERE type IN (${marks(
      RUN_TYPES,
    )}))
    AND (m.occurred_at > s.valid_from OR g.fact_id > s.fact_id))`;

/** Reads relations: of every edge, what was stated last before a time. */
export class GraphReader {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Edges that begin or end at some entities, the newest up to a limit, sorted by their ends and type. */
  async edges(query: EdgeQuery): Promise<CurrentEdge[]> {
    const { ids, direction, types, watermark, asOfMicros, limit } = query;
    if (ids.length === 0) return [];
    const ends = {
      downstream: ['from_id'],
      upstream: ['to_id'],
      both: ['from_id', 'to_id'],
    }[direction];
    const arms = ends.map(
      end =>
        `SELECT id FROM intelgraph_edges WHERE ${end} IN (${marks(ids)})${
          types ? ` AND type IN (${marks(types)})` : ''
        }`,
    );
    const rows = await selectRows<Record<string, unknown>>(
      this.#knex,
      `SELECT e.from_id, e.to_id, e.type, a.ref AS from_ref, b.ref AS to_ref,
              s.fact_id, s.valid_from, s.policies,
              (SELECT max(p.confidence) FROM intelgraph_provenance p
               WHERE (p.seq = s.seq OR (p.fact_seq = s.seq AND p.fact_seq <> p.seq)) AND p.seq <= ?) AS confidence
       FROM (SELECT id FROM (${arms.join(
         ' UNION ',
       )}) u ORDER BY id DESC LIMIT ?) x
       JOIN intelgraph_edges e ON e.id = x.id
       JOIN intelgraph_edge_statements s ON s.edge_id = e.id
         AND (s.valid_from, s.fact_id) = (
           SELECT l.valid_from, l.fact_id FROM intelgraph_edge_statements l
           WHERE l.edge_id = e.id AND l.valid_from <= ? AND l.seq <= ?
           ORDER BY l.valid_from DESC, l.fact_id DESC LIMIT 1)
       JOIN intelgraph_entities a ON a.id = e.from_id
       JOIN intelgraph_entities b ON b.id = e.to_id
       WHERE s.state = 1
       AND NOT (e.type = 'runs' AND (${MENTION_TABLES.map(isReplaced).join(
         ' OR ',
       )}))
       ORDER BY a.ref, b.ref, e.type`,
      [
        watermark,
        ...ends.flatMap(() => [...ids, ...(types ?? [])]),
        limit,
        asOfMicros,
        watermark,
        ...MENTION_TABLES.flatMap(() => [watermark, asOfMicros, ...RUN_TYPES]),
      ],
    );
    return rows.map(row => ({
      from: Number(row.from_id),
      to: Number(row.to_id),
      type: String(row.type),
      fromRef: String(row.from_ref),
      toRef: String(row.to_ref),
      factId: row.fact_id as Buffer,
      confidence: Number(row.confidence ?? 0),
      validFrom: Number(row.valid_from),
      policies: row.policies === null ? [] : JSON.parse(String(row.policies)),
    }));
  }

  /** The relations that one fact states, ended ones left out. */
  async edgesOfFact(seq: number, confidence: number): Promise<CurrentEdge[]> {
    const rows = await selectRows<Record<string, unknown>>(
      this.#knex,
      `SELECT e.from_id, e.to_id, e.type, a.ref AS from_ref, b.ref AS to_ref,
              s.fact_id, s.valid_from, s.policies
       FROM intelgraph_edge_statements s
       JOIN intelgraph_edges e ON e.id = s.edge_id
       JOIN intelgraph_entities a ON a.id = e.from_id
       JOIN intelgraph_entities b ON b.id = e.to_id
       WHERE s.seq = ? AND s.state = 1
       ORDER BY a.ref, b.ref, e.type`,
      [seq],
    );
    return rows.map(row => ({
      from: Number(row.from_id),
      to: Number(row.to_id),
      type: String(row.type),
      fromRef: String(row.from_ref),
      toRef: String(row.to_ref),
      factId: row.fact_id as Buffer,
      confidence,
      validFrom: Number(row.valid_from),
      policies: row.policies === null ? [] : JSON.parse(String(row.policies)),
    }));
  }
}
