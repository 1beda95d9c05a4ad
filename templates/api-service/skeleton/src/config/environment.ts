import { z } from 'zod';

const flag = z.enum(['true', 'false']);
const milliseconds = z.coerce.number().int().min(0).max(600_000);

/** The part of the environment the start-up hook needs before anything else is loaded. */
export const telemetrySchema = z.object({
  OTEL_TRACES_EXPORTER: z
    .enum(['none', 'otlp', 'console', 'file'])
    .default('none')
    .describe('Where spans go. otlp honours the standard OTEL_EXPORTER_OTLP_* variables.'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('Ratio 0–1 of traces that are recorded when no caller has decided.'),
  TRACES_FILE: z
    .string()
    .min(1)
    .default('.data/spans.jsonl')
    .describe('File for OTEL_TRACES_EXPORTER=file: one JSON object a line.'),
});

const runtimeSchema = z.object({
  NODE_ENV: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .describe('production switches the in-process database and the demo login off.'),
  ENVIRONMENT: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/)
    .optional()
    .describe('Deployment environment named in logs (staging, prod, …). Default: NODE_ENV.'),
  REGION: z
    .string()
    .regex(/^[a-z0-9-]{2,32}$/)
    .default('eu')
    .describe('Region this instance stores documents in.'),
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
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8080)
    .describe('Port to listen on; 0 takes a free one.'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('PostgreSQL. Required in production; without it an in-process database is used.'),
  DATABASE_POOL_MAX: z.coerce.number().int().min(1).max(100).default(10),
  DATABASE_TIMEOUT_MS: milliseconds
    .default(5_000)
    .describe('Longest wait for a connection, and for one statement.'),
  DEV_DATABASE_DIR: z
    .string()
    .optional()
    .describe('Folder of the in-process database. Empty: kept in memory only.'),
  MIGRATE_ON_START: flag
    .default('true')
    .describe('Apply pending migrations before becoming ready.'),
  CORS_ORIGINS: z
    .string()
    .default('')
    .describe('Comma-separated origins browsers may call from. Empty: none.'),
  RATE_LIMIT_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(1)
    .default(600)
    .describe('Requests a minute for each client address and replica.'),
  BODY_LIMIT_BYTES: z.coerce.number().int().min(1_024).max(10_485_760).default(131_072),
  TRUST_PROXY_HOPS: z.coerce
    .number()
    .int()
    .min(0)
    .max(5)
    .default(0)
    .describe('Number of proxies in front whose X-Forwarded-For is believed.'),
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
  DEMO_LOGIN: flag
    .default('false')
    .describe('POST /login for the demo user, without a password. Refused in production.'),
  FEATURE_FLAGS: z
    .string()
    .regex(/^([a-z0-9-]+=[a-z0-9-]+(,[a-z0-9-]+=[a-z0-9-]+)*)?$/)
    .default('')
    .describe('Overrides for every caller: flag=variant, comma-separated.'),
});

/** Every variable the service reads. `config/schema.json` is generated from this. */
export const environmentSchema = runtimeSchema.extend(telemetrySchema.shape);

/** The validated environment, with the defaults that depend on other variables filled in. */
export interface Environment {
  readonly nodeEnv: 'development' | 'test' | 'production';
  readonly name: string;
  readonly region: string;
  readonly commit: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  readonly databaseUrl: string | undefined;
  readonly databaseDirectory: string | undefined;
  readonly databasePoolMax: number;
  readonly databaseTimeoutMs: number;
  readonly migrateOnStart: boolean;
  readonly corsOrigins: readonly string[];
  readonly rateLimitPerMinute: number;
  readonly bodyLimitBytes: number;
  readonly trustProxyHops: number;
  readonly requestTimeoutMs: number;
  readonly drainDelayMs: number;
  readonly shutdownTimeoutMs: number;
  readonly demoLogin: boolean;
  readonly flagOverrides: ReadonlyMap<string, string>;
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
    case 'invalid_format':
      return issue.format === 'url' ? 'must be a postgres:// URL' : 'has the wrong format';
    default:
      return 'is not valid';
  }
}

/**
 * Validates the process environment.
 *
 * @throws {@link EnvironmentError} with all problems at once.
 */
export function loadEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): Environment {
  // `FOO=` in a file means "not set"; only the two free-text lists give it a meaning of their own.
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${describeIssue(issue)}`);
  if (given['NODE_ENV'] === 'production') {
    if (given['DATABASE_URL'] === undefined) {
      problems.push('DATABASE_URL is required in production');
    }
    if (given['DEMO_LOGIN'] === 'true') {
      problems.push('DEMO_LOGIN must not be true in production');
    }
  }
  if (!parsed.success || problems.length > 0) {
    throw new EnvironmentError(problems);
  }
  const env = parsed.data;
  return {
    nodeEnv: env.NODE_ENV,
    name: env.ENVIRONMENT ?? env.NODE_ENV,
    region: env.REGION,
    commit: env.GIT_COMMIT,
    host: env.HOST,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    databaseUrl: env.DATABASE_URL,
    databaseDirectory: env.DEV_DATABASE_DIR,
    databasePoolMax: env.DATABASE_POOL_MAX,
    databaseTimeoutMs: env.DATABASE_TIMEOUT_MS,
    migrateOnStart: env.MIGRATE_ON_START === 'true',
    corsOrigins: env.CORS_ORIGINS.split(',')
      .map((origin) => origin.trim())
      .filter(Boolean),
    rateLimitPerMinute: env.RATE_LIMIT_PER_MINUTE,
    bodyLimitBytes: env.BODY_LIMIT_BYTES,
    trustProxyHops: env.TRUST_PROXY_HOPS,
    requestTimeoutMs: env.REQUEST_TIMEOUT_MS,
    drainDelayMs: env.DRAIN_DELAY_MS ?? (env.NODE_ENV === 'production' ? 3_000 : 0),
    shutdownTimeoutMs: env.SHUTDOWN_TIMEOUT_MS,
    demoLogin: env.DEMO_LOGIN === 'true',
    flagOverrides: new Map(
      env.FEATURE_FLAGS.split(',')
        .filter(Boolean)
        .map((entry): [string, string] => {
          const [key = '', variant = ''] = entry.split('=');
          return [key, variant];
        }),
    ),
  };
}
