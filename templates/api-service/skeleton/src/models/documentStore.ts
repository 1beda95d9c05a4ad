import type { Kysely } from 'kysely';
import { traced } from '../telemetry/tracing.ts';
import type { Schema } from './database.ts';
import type { Document } from './document.ts';

/** Where a page of a list begins: just after this document. */
export interface Position {
  readonly createdAt: Date;
  readonly id: string;
}

/** The only place with SQL on `documents`. */
export interface DocumentStore {
  /** Inserts unless the id exists; returns whether it did. */
  insert(document: Document): Promise<boolean>;
  find(id: string): Promise<Document | undefined>;
  /** Newest first, at most `limit`. */
  list(workspaceId: string, limit: number, after: Position | undefined): Promise<Document[]>;
  /** Marks as deleted; returns whether there was something to delete. */
  softDelete(id: string, deletedAt: Date): Promise<boolean>;
}

const COLUMNS = [
  'id',
  'workspace_id',
  'type',
  'title',
  'content',
  'classification',
  'storage_region',
  'checksum',
  'schema_version',
  'created_at',
] as const;

/** Creates a store; each call is a span named after the statement. */
export function createDocumentStore(sql: Kysely<Schema>): DocumentStore {
  const span = <T>(operation: string, work: () => Promise<T>): Promise<T> =>
    traced(
      `${operation} documents`,
      {
        'db.system.name': 'postgresql',
        'db.operation.name': operation,
        'db.collection.name': 'documents',
      },
      work,
    );
  return {
    insert: (document) =>
      span('INSERT', async () => {
        const inserted = await sql
          .insertInto('documents')
          .values({ ...document, deleted_at: null })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .returning('id')
          .executeTakeFirst();
        return inserted !== undefined;
      }),
    find: (id) =>
      span('SELECT', () =>
        sql
          .selectFrom('documents')
          .select(COLUMNS)
          .where('id', '=', id)
          .where('deleted_at', 'is', null)
          .executeTakeFirst(),
      ),
    list: (workspaceId, limit, after) =>
      span('SELECT', () => {
        let query = sql
          .selectFrom('documents')
          .select(COLUMNS)
          .where('workspace_id', '=', workspaceId)
          .where('deleted_at', 'is', null)
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .limit(limit);
        if (after) {
          query = query.where((where) =>
            where(where.refTuple('created_at', 'id'), '<', where.tuple(after.createdAt, after.id)),
          );
        }
        return query.execute();
      }),
    softDelete: (id, deletedAt) =>
      span('UPDATE', async () => {
        const updated = await sql
          .updateTable('documents')
          .set({ deleted_at: deletedAt })
          .where('id', '=', id)
          .where('deleted_at', 'is', null)
          .returning('id')
          .executeTakeFirst();
        return updated !== undefined;
      }),
  };
}
