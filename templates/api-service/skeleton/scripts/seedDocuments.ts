import type { Document } from '../src/models/document.ts';
import type { DocumentStore } from '../src/models/documentStore.ts';
import { checksumOf } from '../src/services/documentService.ts';
import { readFixture, type Scenario } from './fixtureDocuments.ts';

/** How many documents a seed run added and how many were there already. */
export interface SeedResult {
  readonly added: number;
  readonly present: number;
}

/** Loads a scenario. Ids are fixed, so a second run adds nothing and changes nothing. */
export async function seedDocuments(
  store: DocumentStore,
  scenario: Scenario,
  region: string,
): Promise<SeedResult> {
  const fixture = readFixture(scenario);
  let added = 0;
  for (const entry of fixture.documents) {
    const document: Document = {
      ...entry,
      storage_region: region,
      checksum: checksumOf(entry.content),
      schema_version: fixture.schema_version,
      created_at: new Date(entry.created_at),
    };
    added += (await store.insert(document)) ? 1 : 0;
  }
  return { added, present: fixture.documents.length - added };
}
