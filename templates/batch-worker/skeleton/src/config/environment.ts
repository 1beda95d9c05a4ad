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
    .describe('production switches the in-process database off.'),
  ENVIRONMENT: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/)
    .optional()
    .describe('Deployment environment named in logs (staging, prod, …). Default: NODE_ENV.'),
  REGION: z
    .string()
    .regex(/^[a-z0-9-]{2,32}$/)
    .default('eu')
    .describe('Region this instance works in.'),
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
    .describe('Apply pending migrations, ours and those of the queue, before becoming ready.'),
  WORKER_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(50)
    .default(2)
    .describe('Most batches this instance works on at once; each needs a database connection.'),
  CHUNK_SIZE: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(100)
    .describe('Records between two checkpoints, which is what a crash makes it do again.'),
  CHUNK_PAUSE_MS: milliseconds
    .default(0)
    .describe('Rest between two chunks of a batch, to spare the database.'),
  POLL_INTERVAL_MS: milliseconds
    .min(100)
    .default(1_000)
    .describe('How often the queue is asked while it is empty.'),
  HEARTBEAT_SECONDS: z.coerce
    .number()
    .int()
    .min(10)
    .max(3_600)
    .default(30)
    .describe(
      'A worker without a checkpoint for so long is taken for dead; more than a chunk takes.',
    ),
  SUPERVISE_INTERVAL_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3_600)
    .default(15)
    .describe('How often somebody looks for jobs whose worker died.'),
  MAX_ATTEMPTS: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(8)
    .describe('Attempts in a row without progress after which a batch is a dead letter.'),
  RETRY_BASE_MS: milliseconds.min(1).default(1_000).describe('Longest first wait before a retry.'),
  RETRY_CAP_MS: milliseconds.min(1).default(300_000).describe('Longest wait before any retry.'),
  HOUSEKEEPING_CRON: z
    .string()
    .regex(/^(\S+ ){4}\S+$/)
    .default('17 3 * * *')
    .describe('When old batches are removed and lost jobs sent again: five fields, UTC.'),
  RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3_650)
    .default(30)
    .describe('Days a finished batch is kept; imported records are kept in any case.'),
  FLAGS_REFRESH_MS: milliseconds
    .min(100)
    .default(5_000)
    .describe('How often feature-flags/ is read again, so that a kill switch needs no restart.'),
  SHUTDOWN_TIMEOUT_MS: milliseconds
    .default(20_000)
    .describe('Longest time running chunks get to finish after SIGTERM.'),
  FEATURE_FLAGS: z
    .string()
    .regex(/^([a-z0-9-]+=[a-z0-9-]+(,[a-z0-9-]+=[a-z0-9-]+)*)?$/)
    .default('')
    .describe('Overrides for every batch: flag=variant, comma-separated.'),
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
  readonly concurrency: number;
  readonly chunkSize: number;
  readonly chunkPauseMs: number;
  readonly pollIntervalMs: number;
  readonly heartbeatSeconds: number;
  readonly superviseIntervalSeconds: number;
  readonly maxAttempts: number;
  readonly retryBaseMs: number;
  readonly retryCapMs: number;
  readonly housekeepingCron: string;
  readonly retentionDays: number;
  readonly flagsRefreshMs: number;
  readonly shutdownTimeoutMs: number;
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
  // `FOO=` in a file means "not set"; only the free-text list of flags gives it a meaning of its own.
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${describeIssue(issue)}`);
  if (given['NODE_ENV'] === 'production' && given['DATABASE_URL'] === undefined) {
    problems.push('DATABASE_URL is required in production');
  }
  if (parsed.success && parsed.data.CHUNK_PAUSE_MS >= parsed.data.HEARTBEAT_SECONDS * 500) {
    problems.push('CHUNK_PAUSE_MS must be less than half of HEARTBEAT_SECONDS');
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
    concurrency: env.WORKER_CONCURRENCY,
    chunkSize: env.CHUNK_SIZE,
    chunkPauseMs: env.CHUNK_PAUSE_MS,
    pollIntervalMs: env.POLL_INTERVAL_MS,
    heartbeatSeconds: env.HEARTBEAT_SECONDS,
    superviseIntervalSeconds: env.SUPERVISE_INTERVAL_SECONDS,
    maxAttempts: env.MAX_ATTEMPTS,
    retryBaseMs: env.RETRY_BASE_MS,
    retryCapMs: env.RETRY_CAP_MS,
    housekeepingCron: env.HOUSEKEEPING_CRON,
    retentionDays: env.RETENTION_DAYS,
    flagsRefreshMs: env.FLAGS_REFRESH_MS,
    shutdownTimeoutMs: env.SHUTDOWN_TIMEOUT_MS,
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
