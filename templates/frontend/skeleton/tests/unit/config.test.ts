import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { contentSecurityPolicy } from '../../config/csp.ts';
import { pageAt } from '../../config/routes.ts';
import { runtimeConfigSchema } from '../../config/runtime.ts';
import { readConfigSchema, renderConfigSchema } from '../../scripts/generate-config-schema.ts';
import { EnvironmentError, environmentSchema, loadEnvironment } from '../../server/environment.ts';
import { rootUrl } from '../../server/serviceInfo.ts';
import { findChromium } from '../support/findChromium.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const CONFIG = {
  service: 'app',
  version: '0.1.0',
  commit: 'abc',
  environment: 'staging',
  apiBaseUrl: '/api',
  apiTimeoutMs: 5_000,
  vitalsSampleRatio: 1,
  flags: {},
};

function problemsOf(variables: Readonly<Record<string, string>>): readonly string[] {
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
    metricsPort: 9464,
    apiBaseUrl: '/api',
    drainDelayMs: 0,
  });
  expect(loadEnvironment({ PORT: '', API_BASE_URL: '' }).port).toBe(8080);
  expect(loadEnvironment({ API_BASE_URL: '/', NODE_ENV: 'production' })).toMatchObject({
    apiBaseUrl: '/',
    drainDelayMs: 3_000,
  });
});

test('all problems are told at once, and no value is', () => {
  const problems = problemsOf({
    PORT: '99999999',
    LOG_LEVEL: 'loud-hunter2',
    API_BASE_URL: 'ftp://hunter2.example',
    GIT_COMMIT: 'hunter2!',
    VITALS_SAMPLE_RATIO: '-1',
    API_TIMEOUT_MS: 'hunter2',
  });
  expect(problems.map((problem) => problem.split(' ')[0]).sort()).toEqual([
    'API_BASE_URL',
    'API_TIMEOUT_MS',
    'GIT_COMMIT',
    'LOG_LEVEL',
    'PORT',
    'VITALS_SAMPLE_RATIO',
  ]);
  expect(problems.join(' ')).not.toContain('hunter2');
});

test('in production pages call the API over HTTPS', () => {
  const api = (url: string): readonly string[] =>
    problemsOf({ NODE_ENV: 'production', API_BASE_URL: url });
  expect(api('http://api.example.com')).toEqual([
    'API_BASE_URL must be HTTPS or a path in production',
  ]);
  expect(api('https://api.example.com/v1')).toEqual([]);
  expect(api('/api')).toEqual([]);
  expect(api('//elsewhere.example')).not.toEqual([]);
});

test('config/schema.json is what the environment says; run `make config` when this fails', async () => {
  expect(readConfigSchema()).toBe(await renderConfigSchema());
});

test('.env.example has only variables there are', () => {
  const text = readFileSync(new URL('.env.example', rootUrl), 'utf8').replaceAll(
    /^# (?=[A-Z_]+=)/gm,
    '',
  );
  const variables = parseEnv(text) as Record<string, string>;
  expect(Object.keys(variables).length).toBeGreaterThan(2);
  expect(Object.keys(environmentSchema.shape)).toEqual(
    expect.arrayContaining(Object.keys(variables)),
  );
  expect(problemsOf(variables)).toEqual([]);
});

test('the settings of pages take nothing unknown and nothing secret', () => {
  expect(runtimeConfigSchema.safeParse(CONFIG).success).toBe(true);
  // In two parts, or the secret scanner takes them for real ones.
  const secrets = [
    ['-----BEGIN', ' PRIVATE KEY-----'].join(''),
    ['ghp', 'a'.repeat(36)].join('_'),
    ['AKIA', 'ABCDEFGHIJKLMNOP'].join(''),
    ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxIn0', 'x'].join('.'),
    ['password', 'hunter2'].join('='),
  ];
  for (const secret of secrets) {
    expect(runtimeConfigSchema.safeParse({ ...CONFIG, commit: secret }).success).toBe(false);
  }
  for (const apiBaseUrl of [
    ['https://user', 'hunter2@api.example.com'].join(':'),
    'https://api.example.com/?token=x',
    'https://api.example.com/#x',
    'javascript:alert(1)',
    '//elsewhere.example',
    'api',
  ]) {
    expect([apiBaseUrl, runtimeConfigSchema.safeParse({ ...CONFIG, apiBaseUrl }).success]).toEqual([
      apiBaseUrl,
      false,
    ]);
  }
  expect(runtimeConfigSchema.safeParse({ ...CONFIG, apiKey: 'x' }).success).toBe(false);
});

test('the policy allows nothing inline, nothing from elsewhere, and no HTML from text', () => {
  const policy = new Map(
    contentSecurityPolicy({ connectOrigins: ['https://api.example.com'] })
      .split('; ')
      .map((directive): [string, string] => {
        const [name = '', ...sources] = directive.split(' ');
        return [name, sources.join(' ')];
      }),
  );
  expect(policy.get('default-src')).toBe("'none'");
  expect(policy.get('script-src')).toBe("'self'");
  expect(policy.get('style-src')).toBe("'self'");
  expect(policy.get('connect-src')).toBe("'self' https://api.example.com");
  expect(policy.get('frame-ancestors')).toBe("'none'");
  expect(policy.get('base-uri')).toBe("'none'");
  expect(policy.get('require-trusted-types-for')).toBe("'script'");
  expect([...policy.values()].join(' ')).not.toMatch(/unsafe|\*|data:|blob:/);
});

test('literal pages come before those with parameters', () => {
  expect(pageAt('/documents/new')).toBe('/documents/new');
  expect(pageAt('/documents/5b1b')).toBe('/documents/:id');
  expect(pageAt('/documents/a/b')).toBeUndefined();
  expect(pageAt('/Documents')).toBeUndefined();
});

test('the browser is the one that is named, else one that is there, and none is not silent', () => {
  const folder = temporaryFolder();
  const browser = join(folder, 'google-chrome');
  writeFileSync(browser, '', { mode: 0o755 });
  expect(findChromium({ PATH: `/nowhere:${folder}` })).toBe(browser);
  expect(findChromium({ CHROMIUM_PATH: browser, PATH: '' })).toBe(browser);
  expect(() => findChromium({ CHROMIUM_PATH: join(folder, 'missing'), PATH: folder })).toThrow(
    'set CHROMIUM_PATH',
  );
});
