import { z } from 'zod';
import { contentSecurityPolicy } from '../config/csp.ts';
import { runtimeConfigSchema } from '../config/runtime.ts';

/** Settings of {@link postDeployChecks}. */
export interface CheckSettings {
  readonly baseUrl: string;
  /** Version GET /health must show. */
  readonly expectVersion?: string | undefined;
  readonly timeoutMs: number;
}

/** Outcome of one check. */
export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly duration_ms: number;
}

/** Origins a page may call, as the server works them out from the address of the API. */
function connectOrigins(apiBaseUrl: string): string[] {
  return apiBaseUrl.startsWith('/') ? [] : [new URL(apiBaseUrl).origin];
}

function expectEqual(what: string, found: unknown, wanted: unknown): void {
  if (found !== wanted) {
    throw new Error(`${what}: expected ${String(wanted)}, got ${String(found)}`);
  }
}

/** Runs all checks one after the other, reading only, and returns every outcome; never throws. */
export async function postDeployChecks(settings: CheckSettings): Promise<CheckResult[]> {
  const get = async (path: string, status = 200): Promise<{ headers: Headers; body: string }> => {
    const response = await fetch(new URL(path, settings.baseUrl), {
      signal: AbortSignal.timeout(settings.timeoutMs),
      redirect: 'error',
    });
    const body = await response.text();
    expectEqual(`status of ${path}`, response.status, status);
    return { headers: response.headers, body };
  };
  const getJson = async <T extends z.ZodType>(path: string, schema: T): Promise<z.output<T>> =>
    schema.parse(JSON.parse((await get(path)).body));

  const checks: readonly (readonly [name: string, run: () => Promise<string>])[] = [
    [
      'alive',
      async () => (await getJson('/healthz', z.object({ status: z.literal('ok') }))).status,
    ],
    [
      'ready',
      async () => (await getJson('/readyz', z.object({ phase: z.literal('ready') }))).phase,
    ],
    [
      'build info',
      async () => {
        const build = await getJson(
          '/health',
          z.object({ service: z.string(), version: z.string(), commit: z.string() }),
        );
        if (settings.expectVersion !== undefined) {
          expectEqual('version', build.version, settings.expectVersion);
        }
        return `${build.service} ${build.version} (${build.commit})`;
      },
    ],
    [
      'settings',
      async () => {
        const { headers, body } = await get('/config.json');
        const config = runtimeConfigSchema.parse(JSON.parse(body));
        expectEqual('cache-control', headers.get('cache-control'), 'no-cache');
        return `${config.environment}, API at ${config.apiBaseUrl}`;
      },
    ],
    [
      'page and its policy',
      async () => {
        const config = await getJson('/config.json', runtimeConfigSchema);
        const { headers } = await get('/');
        expectEqual('cache-control', headers.get('cache-control'), 'no-cache');
        expectEqual(
          'content-security-policy',
          headers.get('content-security-policy'),
          contentSecurityPolicy({ connectOrigins: connectOrigins(config.apiBaseUrl) }),
        );
        expectEqual('x-content-type-options', headers.get('x-content-type-options'), 'nosniff');
        return 'as in config/csp.ts';
      },
    ],
    [
      'scripts',
      async () => {
        const { body } = await get('/');
        const [, script] = /<script type="module"[^>]* src="(\/assets\/[^"]+)"/.exec(body) ?? [];
        if (script === undefined) {
          throw new Error('the page names no script');
        }
        const { headers } = await get(script);
        expectEqual(
          'cache-control',
          headers.get('cache-control'),
          'public, max-age=31536000, immutable',
        );
        return script;
      },
    ],
    [
      'what is not there',
      async () => {
        await get('/assets/not-there.js', 404);
        await get('/not/a/page', 404);
        await get('/metrics', 404);
        return 'is 404, and metrics are not public';
      },
    ],
  ];

  const results: CheckResult[] = [];
  for (const [name, run] of checks) {
    const startedAt = performance.now();
    const outcome = await run().then(
      (detail) => ({ ok: true, detail }),
      (error: unknown) => ({
        ok: false,
        detail: error instanceof Error ? error.message : String(error),
      }),
    );
    results.push({ name, ...outcome, duration_ms: Math.round(performance.now() - startedAt) });
  }
  return results;
}
