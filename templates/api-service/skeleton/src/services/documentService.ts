import { createHash, randomUUID } from 'node:crypto';
import { DOCUMENT_SCHEMA_VERSION, type Document, type NewDocument } from '../models/document.ts';
import type { DocumentStore } from '../models/documentStore.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { FeatureFlags } from './featureFlags.ts';

/** A document in a list; `summary` only while the flag `document-summaries` is on. */
export type ListedDocument = Document & { readonly summary?: string };

/** One page; `next_cursor` is null on the last one. */
export interface DocumentPage {
  readonly items: readonly ListedDocument[];
  readonly next_cursor: string | null;
}

/** What the service does with documents. Knows neither HTTP nor SQL. */
export interface DocumentService {
  create(input: NewDocument): Promise<Document>;
  find(id: string): Promise<Document | undefined>;
  /** @throws Problem 400 when the cursor was not made by this service. */
  list(workspaceId: string, limit: number, cursor: string | undefined): Promise<DocumentPage>;
  /** Returns whether there was a document to delete. */
  remove(id: string): Promise<boolean>;
}

const SUMMARY_LENGTH = 120;

/** `sha256:<hex>` of the UTF-8 bytes. */
export function checksumOf(content: string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

function summaryOf(content: string): string {
  const text = content.replace(/\s+/g, ' ').trim();
  return text.length <= SUMMARY_LENGTH ? text : `${text.slice(0, SUMMARY_LENGTH - 1).trimEnd()}…`;
}

/** Creates the service. `now` is handed in so that tests decide the time. */
export function createDocumentService(
  store: DocumentStore,
  flags: FeatureFlags,
  region: string,
  now: () => Date = () => new Date(),
): DocumentService {
  return {
    async create(input) {
      const document: Document = {
        ...input,
        id: randomUUID(),
        storage_region: region,
        checksum: checksumOf(input.content),
        schema_version: DOCUMENT_SCHEMA_VERSION,
        created_at: now(),
      };
      await store.insert(document);
      return document;
    },
    find: (id) => store.find(id),
    async list(workspaceId, limit, cursor) {
      // One more than asked tells whether there is a next page.
      const found = await store.list(workspaceId, limit + 1, decodeCursor(cursor));
      const items = found.slice(0, limit);
      const last = items.at(-1);
      const withSummary = await flags.isOn('document-summaries', { workspace_id: workspaceId });
      return {
        items: withSummary
          ? items.map((document) => ({ ...document, summary: summaryOf(document.content) }))
          : items,
        next_cursor:
          found.length > limit && last
            ? encodeCursor({ createdAt: last.created_at, id: last.id })
            : null,
      };
    },
    remove: (id) => store.softDelete(id, now()),
  };
}
