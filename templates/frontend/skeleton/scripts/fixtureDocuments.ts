import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Document } from '../src/api/generated/types.gen.ts';
import { rootUrl } from '../server/serviceInfo.ts';

/** How many documents each workspace of a scenario has. */
export const SCENARIOS = {
  smoke: { smoke: 2 },
  demo: { alpha: 28, beta: 6, preview: 4 },
} as const;

/** Name of a fixture scenario. */
export type Scenario = keyof typeof SCENARIOS;

/** A fixture file. */
export interface FixtureFile {
  readonly fixture: string;
  readonly fixture_version: string;
  readonly schema_version: string;
  readonly documents: readonly Document[];
}

const SUBJECTS = ['Quarterly plan', 'Vendor review', 'Access policy', 'Release notes'];
const VERBS = ['covers', 'compares', 'lists', 'explains', 'repeats'];
const OBJECTS = ['the open risks', 'the agreed milestones', 'the next steps'];
const TYPES = ['note', 'report', 'contract'] as const;
const CLASSIFICATIONS = ['public', 'internal', 'confidential'] as const;
const EPOCH = Date.parse('2026-01-05T08:00:00.000Z');

function pick<T>(values: readonly T[], index: number): T {
  const value = values[index % values.length];
  if (value === undefined) {
    throw new RangeError('nothing to pick from');
  }
  return value;
}

/** A UUID that depends on its name only (version 8: made by the application). */
function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** What the API keeps beside a content. */
export function checksumOf(content: string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/** Makes a scenario from nothing but its name: no clock, no randomness, no real data. */
export function generateFixture(scenario: Scenario): FixtureFile {
  const workspaces = Object.entries<number>(SCENARIOS[scenario]).flatMap(([name, count]) =>
    Array.from({ length: count }, () => name),
  );
  return {
    fixture: `documents/${scenario}`,
    fixture_version: '1.0.0',
    schema_version: '1.0.0',
    documents: workspaces.map((workspace, index) => {
      const title = `${pick(SUBJECTS, index)} ${String(index + 1)}`;
      const content = `${title} ${pick(VERBS, index)} ${pick(OBJECTS, index)} for the synthetic workspace ${workspace}.`;
      return {
        id: uuidOf(`documents/${scenario}/${String(index)}`),
        workspace_id: workspace,
        type: pick(TYPES, index),
        title,
        content,
        classification: pick(CLASSIFICATIONS, index),
        storage_region: 'eu',
        checksum: checksumOf(content),
        schema_version: '1.0.0',
        created_at: new Date(EPOCH + index * 3_600_000).toISOString(),
      };
    }),
  };
}

/** Where a scenario is stored. */
export function fixtureUrl(scenario: Scenario): URL {
  return new URL(`fixtures/documents/${scenario}.json`, rootUrl);
}

/** Reads a stored scenario. */
export function readFixture(scenario: Scenario): FixtureFile {
  return JSON.parse(readFileSync(fixtureUrl(scenario), 'utf8')) as FixtureFile;
}
