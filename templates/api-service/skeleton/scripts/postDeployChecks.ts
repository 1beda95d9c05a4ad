import { z } from 'zod';

/** Settings of {@link postDeployChecks}. */
export interface CheckSettings {
  readonly baseUrl: string;
  /** Largest share of 5xx answers, ratio 0–1, since the instance started. */
  readonly maxErrorRatio: number;
  /** Leave out every check that writes. */
  readonly readOnly: boolean;
  /** Also expect the demo login. */
  readonly demoLogin: boolean;
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

interface Answer {
  readonly status: number;
  readonly body: string;
}

type Caller = (
  method: string,
  path: string,
  options?: { body?: unknown; token?: string },
) => Promise<Answer>;

const documentSchema = z.object({ id: z.uuid(), title: z.string() });
const pageSchema = z.object({
  items: z.array(z.object({ id: z.uuid(), summary: z.string().optional() })),
});
const tokenSchema = z.object({ access_token: z.string() });

function expectStatus(answer: Answer, status: number): void {
  if (answer.status !== status) {
    throw new Error(`expected ${String(status)}, got ${String(answer.status)}`);
  }
}

async function get<T extends z.ZodType>(
  call: Caller,
  path: string,
  schema: T,
): Promise<z.output<T>> {
  const answer = await call('GET', path);
  expectStatus(answer, 200);
  return schema.parse(JSON.parse(answer.body));
}

/** Sum of a counter over all label sets in Prometheus text; 0 when it has not been counted yet. */
export function sumOfCounter(text: string, name: string): number {
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .reduce((sum, line) => sum + Number(/\s([\d.e+-]+)(\s\d+)?$/.exec(line)?.[1] ?? 0), 0);
}

/** Creates a document, reads it, finds it in the list (with a summary where the flag is on), deletes it. */
async function documentLifecycle(
  call: Caller,
  workspace: string,
  withSummary: boolean,
): Promise<string> {
  const created = await call('POST', '/documents', {
    body: {
      workspace_id: workspace,
      title: 'Post-deploy check',
      content: 'Written by post-deploy-check.',
    },
  });
  expectStatus(created, 201);
  const { id } = documentSchema.parse(JSON.parse(created.body));
  let problem: string | undefined;
  try {
    await get(call, `/documents/${id}`, documentSchema);
    const { items } = await get(call, `/documents?workspace_id=${workspace}`, pageSchema);
    const listed = items.find((item) => item.id === id);
    if (!listed) {
      problem = 'the new document is not in the list';
    } else if ((listed.summary !== undefined) !== withSummary) {
      problem = `expected document-summaries ${withSummary ? 'on' : 'off'} for ${workspace}`;
    }
  } finally {
    expectStatus(await call('DELETE', `/documents/${id}`), 204);
  }
  if (problem !== undefined) {
    throw new Error(problem);
  }
  expectStatus(await call('GET', `/documents/${id}`), 404);
  return `created, read, listed and deleted ${id}`;
}

/** Runs all checks one after the other and returns every outcome; never throws. */
export async function postDeployChecks(settings: CheckSettings): Promise<CheckResult[]> {
  const call: Caller = async (method, path, { body, token } = {}) => {
    const response = await fetch(new URL(path, settings.baseUrl), {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(settings.timeoutMs),
    });
    return { status: response.status, body: await response.text() };
  };

  const checks: [name: string, run: () => Promise<string>][] = [
    [
      'alive',
      async () => (await get(call, '/healthz', z.object({ status: z.literal('ok') }))).status,
    ],
    [
      'ready',
      async () => (await get(call, '/readyz', z.object({ phase: z.literal('ready') }))).phase,
    ],
    [
      'build info',
      async () => {
        const build = await get(
          call,
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
        const { dependencies } = await get(
          call,
          '/status',
          z.object({
            dependencies: z.array(z.object({ name: z.string(), state: z.literal('up') })),
          }),
        );
        return dependencies.map(({ name, state }) => `${name} ${state}`).join(', ');
      },
    ],
  ];
  if (settings.demoLogin) {
    checks.push([
      'demo login',
      async () => {
        const login = await call('POST', '/login', { body: { username: 'demo' } });
        expectStatus(login, 200);
        const { access_token } = tokenSchema.parse(JSON.parse(login.body));
        const me = await call('GET', '/me', { token: access_token });
        expectStatus(me, 200);
        return z.object({ username: z.string() }).parse(JSON.parse(me.body)).username;
      },
    ]);
  }
  if (!settings.readOnly) {
    checks.push(
      ['document lifecycle', () => documentLifecycle(call, 'smoke', false)],
      ['flag document-summaries on', () => documentLifecycle(call, 'preview', true)],
    );
  }
  checks.push([
    'error ratio',
    async () => {
      const { status, body } = await call('GET', '/metrics');
      expectStatus({ status, body }, 200);
      const total = sumOfCounter(body, 'http_requests_total');
      const ratio = total === 0 ? 0 : sumOfCounter(body, 'http_request_errors_total') / total;
      if (total === 0 || ratio > settings.maxErrorRatio) {
        throw new Error(
          total === 0
            ? 'no request was counted'
            : `${ratio.toFixed(4)} of ${String(total)} requests failed`,
        );
      }
      return `${ratio.toFixed(4)} of ${String(total)} requests`;
    },
  ]);

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
