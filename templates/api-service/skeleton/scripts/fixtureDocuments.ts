import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { rootUrl } from '../src/config/serviceInfo.ts';
import { newDocumentSchema } from '../src/models/document.ts';

/** Scenarios there are fixtures for, with the number of documents in each. */
export const SCENARIOS = { smoke: 3, demo: 12, perf: 250 } as const;

/** Name of a scenario. */
export type Scenario = keyof typeof SCENARIOS;

/** A file `fixtures/documents/<scenario>.json`. */
export const fixtureFileSchema = z.strictObject({
  fixture: z.string(),
  fixture_version: z.string(),
  schema_version: z.string(),
  documents: z.array(
    newDocumentSchema.extend({ id: z.uuid(), created_at: z.iso.datetime() }).required(),
  ),
});

/** A parsed fixture file. */
export type FixtureFile = z.output<typeof fixtureFileSchema>;

const SUBJECTS = [
  'Quarterly plan',
  'Vendor review',
  'Access policy',
  'Release notes',
  'Runbook draft',
];
const VERBS = ['covers', 'compares', 'lists', 'explains'];
const OBJECTS = [
  'the open risks',
  'the agreed milestones',
  'the affected systems',
  'the next steps',
];
const TYPES = ['note', 'report', 'contract'] as const;
const CLASSIFICATIONS = ['public', 'internal', 'confidential'] as const;
const EPOCH = Date.parse('2026-01-05T08:00:00.000Z');

function pick<T>(values: readonly [T, ...T[]] | readonly T[], index: number): T {
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

/** Makes a scenario from nothing but its name: no clock, no randomness, no real data. */
export function generateFixture(scenario: Scenario): FixtureFile {
  const workspaces = scenario === 'smoke' ? ['smoke'] : ['alpha', 'beta', 'preview'];
  return {
    fixture: `documents/${scenario}`,
    fixture_version: '1.0.0',
    schema_version: '1.0.0',
    documents: Array.from({ length: SCENARIOS[scenario] }, (_, index) => ({
      id: uuidOf(`documents/${scenario}/${String(index)}`),
      workspace_id: pick(workspaces, index),
      type: pick(TYPES, index),
      title: `${pick(SUBJECTS, index)} ${String(index + 1)}`,
      content: `${pick(SUBJECTS, index)} ${String(index + 1)} ${pick(VERBS, index)} ${pick(OBJECTS, index * 7)} for the synthetic workspace ${pick(workspaces, index)}.`,
      classification: pick(CLASSIFICATIONS, index),
      created_at: new Date(EPOCH + index * 3_600_000).toISOString(),
    })),
  };
}

/** Where a scenario is stored. */
export function fixtureUrl(scenario: Scenario): URL {
  return new URL(`fixtures/documents/${scenario}.json`, rootUrl);
}

/** Reads and validates a stored scenario. */
export function readFixture(scenario: Scenario): FixtureFile {
  return fixtureFileSchema.parse(JSON.parse(readFileSync(fixtureUrl(scenario), 'utf8')));
}
