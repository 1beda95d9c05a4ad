import { Knex } from 'knex';
import { ReadResult } from '../domain/types';
import { findRows, insertRows } from './rawStatements';

/** A source while a transaction adds to it. */
export interface SourceState {
  readonly id: number;
  readonly tenant: string;
  readonly uri: string;
  chainLength: number;
  chainDigest: Buffer | undefined;
  /** Place of the last delivery in the log. */
  chainLastSeq: number | null;
  deliveries: number;
  facts: number;
  corroborated: number;
  conflicts: number;
  rejected: number;
  /** Epoch µs. */
  lastOccurredAt: number | null;
  lastLagMs: number | null;
}

const NEW_COLUMNS = {
  tenant: 'text',
  uri: 'text',
  first_seen_at: 'bigint',
  last_seen_at: 'bigint',
  deliveries: 'bigint',
  facts: 'bigint',
  corroborated: 'bigint',
  conflicts: 'bigint',
  rejected: 'bigint',
  chain_length: 'bigint',
} as const;
const READ_COLUMNS = [
  'id',
  'tenant',
  'uri',
  'chain_length',
  'chain_digest',
  'chain_last_seq',
  'deliveries',
  'facts',
  'corroborated',
  'conflicts',
  'rejected',
  'last_occurred_at',
  'last_lag_ms',
];

/** The sources that some items name. */
export class SourceStates {
  readonly #states: Map<string, SourceState>;
  readonly #names: readonly (string | undefined)[];

  private constructor(
    states: Map<string, SourceState>,
    names: readonly (string | undefined)[],
  ) {
    this.#states = states;
    this.#names = names;
  }

  /** Reads the sources of the items; those that are new are added. */
  static async load(
    trx: Knex.Transaction,
    items: readonly ReadResult[],
    nowMs: number,
  ): Promise<SourceStates> {
    const names = items.map(nameOf);
    const wanted = new Set(names.filter(name => name !== undefined));
    const states = await read(trx, [...wanted]);
    const fresh = [...wanted].filter(name => !states.has(name));
    if (fresh.length > 0) {
      await insertRows(
        trx,
        'intelgraph_sources',
        NEW_COLUMNS,
        fresh.flatMap(name => [
          ...partsOf(name),
          nowMs,
          nowMs,
          0,
          0,
          0,
          0,
          0,
          0,
        ]),
      );
      for (const [name, state] of await read(trx, fresh)) {
        states.set(name, state);
      }
    }
    return new SourceStates(states, names);
  }

  /** The source of the item at an index; undefined only for a rejected item that names none. */
  of(index: number): SourceState | undefined {
    const name = this.#names[index];
    return name === undefined ? undefined : this.#states.get(name);
  }

  /** Writes back what was added. */
  async save(trx: Knex.Transaction, nowMs: number): Promise<void> {
    for (const state of this.#states.values()) {
      await trx('intelgraph_sources')
        .where({ id: state.id })
        .update({
          last_seen_at: nowMs,
          last_occurred_at: state.lastOccurredAt,
          last_lag_ms: state.lastLagMs,
          deliveries: state.deliveries,
          facts: state.facts,
          corroborated: state.corroborated,
          conflicts: state.conflicts,
          rejected: state.rejected,
          chain_length: state.chainLength,
          chain_digest: state.chainDigest ?? null,
          chain_last_seq: state.chainLastSeq,
        });
    }
  }
}

/** Tenant and URI, a line each. */
function nameOf(item: ReadResult): string | undefined {
  switch (item.kind) {
    case 'read':
      return `${item.statement.tenant}\n${item.delivery.source}`;
    case 'quarantined':
      return `${item.context.tenant}\n${item.delivery.source}`;
    default:
      return item.source === undefined
        ? undefined
        : `${item.tenant ?? 'default'}\n${item.source}`;
  }
}

function partsOf(name: string): [tenant: string, uri: string] {
  const end = name.indexOf('\n');
  return [name.slice(0, end), name.slice(end + 1)];
}

async function read(
  trx: Knex.Transaction,
  names: readonly string[],
): Promise<Map<string, SourceState>> {
  const rows = await findRows<Record<string, unknown>>(
    trx,
    'intelgraph_sources',
    READ_COLUMNS,
    { tenant: 'text', uri: 'text' },
    names.flatMap(partsOf),
  );
  const optional = (value: unknown) => (value === null ? null : Number(value));
  return new Map(
    rows.map(row => [
      `${row.tenant}\n${row.uri}`,
      {
        id: Number(row.id),
        tenant: String(row.tenant),
        uri: String(row.uri),
        chainLength: Number(row.chain_length),
        chainDigest: (row.chain_digest as Buffer | null) ?? undefined,
        chainLastSeq: optional(row.chain_last_seq),
        deliveries: Number(row.deliveries),
        facts: Number(row.facts),
        corroborated: Number(row.corroborated),
        conflicts: Number(row.conflicts),
        rejected: Number(row.rejected),
        lastOccurredAt: optional(row.last_occurred_at),
        lastLagMs: optional(row.last_lag_ms),
      },
    ]),
  );
}
