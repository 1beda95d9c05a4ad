import { z } from 'zod';

/** Settings of {@link postDeployChecks}. */
export interface CheckSettings {
  readonly baseUrl: string;
  /** Largest share of attempts that failed, ratio 0–1, since the instance started. */
  readonly maxErrorRatio: number;
  /** Longest time a batch may have been due without being taken. */
  readonly maxAgeSeconds: number;
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

/** Sum of a counter over the label sets that hold `label`, in Prometheus text; 0 when it has not been counted yet. */
export function sumOfCounter(text: string, name: string, label = ''): number {
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) && line.includes(label))
    .reduce((sum, line) => sum + Number(/\s([\d.e+-]+)(\s\d+)?$/.exec(line)?.[1] ?? 0), 0);
}

/** Runs all checks one after the other and returns every outcome; never throws, writes nothing. */
export async function postDeployChecks(settings: CheckSettings): Promise<CheckResult[]> {
  const get = async (path: string): Promise<string> => {
    const response = await fetch(new URL(path, settings.baseUrl), {
      signal: AbortSignal.timeout(settings.timeoutMs),
    });
    const text = await response.text();
    if (response.status !== 200) {
      throw new Error(`expected 200, got ${String(response.status)}`);
    }
    return text;
  };
  const read = async <T extends z.ZodType>(path: string, schema: T): Promise<z.output<T>> =>
    schema.parse(JSON.parse(await get(path)));

  const checks: [name: string, run: () => Promise<string>][] = [
    ['alive', async () => (await read('/healthz', z.object({ status: z.literal('ok') }))).status],
    ['ready', async () => (await read('/readyz', z.object({ phase: z.literal('ready') }))).phase],
    [
      'build info',
      async () => {
        const build = await read(
          '/health',
          z.object({ service: z.string(), version: z.string(), commit: z.string() }),
        );
        if (settings.expectVersion !== undefined && build.version !== settings.expectVersion) {
          throw new Error(`expected version ${settings.expectVersion}, got ${build.version}`);
        }
        return `${build.service} ${build.version} (${build.commit})`;
      },
    ],
    [
      'dependencies',
      async () => {
        const { dependencies } = await read(
          '/status',
          z.object({
            dependencies: z.array(z.object({ name: z.string(), state: z.literal('up') })),
          }),
        );
        return dependencies.map(({ name, state }) => `${name} ${state}`).join(', ');
      },
    ],
    [
      'queue is taken from',
      async () => {
        const { paused, queue } = await read(
          '/status',
          z.object({
            paused: z.boolean(),
            queue: z.object({ ready: z.number(), oldest_age_seconds: z.number() }),
          }),
        );
        if (!paused && queue.oldest_age_seconds > settings.maxAgeSeconds) {
          throw new Error(`a batch has been due for ${String(queue.oldest_age_seconds)} s`);
        }
        return paused ? 'paused on purpose' : `${String(queue.ready)} due`;
      },
    ],
    [
      'error ratio',
      async () => {
        const text = await get('/metrics');
        const total = sumOfCounter(text, 'jobs_total');
        const bad =
          sumOfCounter(text, 'jobs_total', 'outcome="retry"') +
          sumOfCounter(text, 'jobs_total', 'outcome="dead"');
        const ratio = total === 0 ? 0 : bad / total;
        if (ratio > settings.maxErrorRatio) {
          throw new Error(`${ratio.toFixed(4)} of ${String(total)} attempts failed`);
        }
        return `${ratio.toFixed(4)} of ${String(total)} attempts`;
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
