import { z } from 'zod';

/** Version of the document's shape, raised by additive changes; a breaking change gets a new path. */
export const DOCUMENT_SCHEMA_VERSION = '1.0.0';

/** A row of `documents`; also what the API returns, without `deleted_at`. */
export interface DocumentTable {
  id: string;
  workspace_id: string;
  type: string;
  title: string;
  content: string;
  classification: string;
  storage_region: string;
  /** `sha256:` and 64 hex digits over the UTF-8 bytes of `content`. */
  checksum: string;
  schema_version: string;
  created_at: Date;
  deleted_at: Date | null;
}

/** A document that is not deleted. */
export type Document = Omit<DocumentTable, 'deleted_at'>;

/** Names a workspace. */
export const workspaceIdSchema = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/, 'must be 1–64 of a–z, 0–9 and -');

/** Body of POST /documents. Unknown fields are refused, so that a misspelt one is noticed. */
export const newDocumentSchema = z.strictObject({
  workspace_id: workspaceIdSchema,
  type: z.enum(['note', 'report', 'contract']).default('note'),
  title: z.string().trim().min(1).max(200),
  content: z.string().max(100_000),
  classification: z
    .enum(['public', 'internal', 'confidential', 'restricted', 'pii'])
    .default('internal'),
});

/** A valid body of POST /documents. */
export type NewDocument = z.output<typeof newDocumentSchema>;
