import { z } from 'zod';
import { runtimeConfigSchema } from '../config/runtime.ts';

const milliseconds = z.coerce.number().int().min(0).max(600_000);
const port = z.coerce.number().int().min(0).max(65_535);

/** Every variable the server reads. `config/schema.json` is generated from this. */
export const environmentSchema = z.object({
  NODE_ENV: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .describe('production accepts an API over HTTPS or on the same host only.'),
  ENVIRONMENT: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/)
    .optional()
    .describe('Deployment environment named in logs and in /config.json. Default: NODE_ENV.'),
  GIT_COMMIT: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .default('unknown')
    .describe('Commit this build was made from; shown by GET /health.'),
  HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Address to listen on; 0.0.0.0 in containers.'),
  PORT: port.default(8080).describe('Port of the pages; 0 takes a free one.'),
  METRICS_PORT: port
    .default(9464)
    .describe('Port of GET /metrics, apart from the pages because those are public.'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  API_BASE_URL: z
    .string()
    .min(1)
    .default('/api')
    .describe('PUBLIC. Where pages find the API: a path on their own host, or a URL.'),
  API_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(100)
    .max(120_000)
    .default(15_000)
    .describe('PUBLIC. Longest wait of a page for an answer of the API.'),
  VITALS_SAMPLE_RATIO: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('PUBLIC. Ratio 0–1 of page views that report their web vitals.'),
  FEATURE_FLAGS: z
    .string()
    .regex(/^([a-z0-9-]+=[a-z0-9-]+(,[a-z0-9-]+=[a-z0-9-]+)*)?$/)
    .default('')
    .describe('PUBLIC. Overrides for everyone: flag=variant, comma-separated.'),
  REQUEST_TIMEOUT_MS: milliseconds
    .default(30_000)
    .describe('Longest time a client may take to send a request.'),
  DRAIN_DELAY_MS: milliseconds
    .optional()
    .describe(
      'Time between turning unready and closing the port. Default: 3000 in production, else 0.',
    ),
  SHUTDOWN_TIMEOUT_MS: milliseconds
    .default(10_000)
    .describe('Longest time in-flight requests get to finish after SIGTERM.'),
});

/** The validated environment, with the defaults that depend on other variables filled in. */
export interface Environment {
  readonly nodeEnv: 'development' | 'test' | 'production';
  readonly name: string;
  readonly commit: string;
  readonly host: string;
  readonly port: number;
  readonly metricsPort: number;
  readonly logLevel: string;
  readonly apiBaseUrl: string;
  readonly apiTimeoutMs: number;
  readonly vitalsSampleRatio: number;
  readonly flagOverrides: ReadonlyMap<string, string>;
  readonly requestTimeoutMs: number;
  readonly drainDelayMs: number;
  readonly shutdownTimeoutMs: number;
}

/** Thrown by {@link loadEnvironment}; `problems` names every wrong variable, never a value. */
export class EnvironmentError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The environment is not valid:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    );
    this.name = 'EnvironmentError';
    this.problems = problems;
  }
}

/** Zod's own messages may quote what was given, so the wording is made here from the issue's kind. */
function describeIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`;
    case 'too_small':
      return `must be at least ${String(issue.minimum)}`;
    case 'too_big':
      return `must be at most ${String(issue.maximum)}`;
    case 'invalid_type':
      return `must be a ${issue.expected}`;
    case 'custom':
      return issue.message;
    default:
      return 'has the wrong format';
  }
}

/** What is wrong with the address of the API, or undefined. */
function apiBaseUrlProblem(value: string, production: boolean): string | undefined {
  const parsed = runtimeConfigSchema.shape.apiBaseUrl.safeParse(value);
  if (!parsed.success) {
    return parsed.error.issues[0]?.message;
  }
  return production && new URL(value, 'https://self.invalid').protocol !== 'https:'
    ? 'must be HTTPS or a path in production'
    : undefined;
}

/**
 * Validates the process environment.
 *
 * @throws {@link EnvironmentError} with all problems at once.
 */
export function loadEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): Environment {
  // `FOO=` in a file means "not set".
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${describeIssue(issue)}`);
  const apiBaseUrl = given['API_BASE_URL'];
  const apiProblem =
    apiBaseUrl === undefined
      ? undefined
      : apiBaseUrlProblem(apiBaseUrl, given['NODE_ENV'] === 'production');
  if (apiProblem !== undefined) {
    problems.push(`API_BASE_URL ${apiProblem}`);
  }
  if (!parsed.success || problems.length > 0) {
    throw new EnvironmentError(problems);
  }
  const env = parsed.data;
  return {
    nodeEnv: env.NODE_ENV,
    name: env.ENVIRONMENT ?? env.NODE_ENV,
    commit: env.GIT_COMMIT,
    host: env.HOST,
    port: env.PORT,
    metricsPort: env.METRICS_PORT,
    logLevel: env.LOG_LEVEL,
    apiBaseUrl: env.API_BASE_URL.replace(/(?<=.)\/$/, ''),
    apiTimeoutMs: env.API_TIMEOUT_MS,
    vitalsSampleRatio: env.VITALS_SAMPLE_RATIO,
    flagOverrides: new Map(
      env.FEATURE_FLAGS.split(',')
        .filter(Boolean)
        .map((entry): [string, string] => {
          const [key = '', variant = ''] = entry.split('=');
          return [key, variant];
        }),
    ),
    requestTimeoutMs: env.REQUEST_TIMEOUT_MS,
    drainDelayMs: env.DRAIN_DELAY_MS ?? (env.NODE_ENV === 'production' ? 3_000 : 0),
    shutdownTimeoutMs: env.SHUTDOWN_TIMEOUT_MS,
  };
}
