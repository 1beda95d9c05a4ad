import { DatabaseService } from '@backstage/backend-plugin-api';

/** The action whose tasks are counted. */
const ACTION = 'companyos:golden:create';
const MAX_TASKS = 500;
const FRESH_MS = 10_000;

/**
 * How the tasks of one template ended.
 */
export interface TaskFigure {
  readonly succeeded: number;
  readonly failed: number;
  /** Durations of those that succeeded, from being asked for to the end; null until there is one. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

interface TaskRow {
  spec: string;
  status: string;
  /** A Date on PostgreSQL, `YYYY-MM-DD HH:MM:SS` in UTC on SQLite. */
  created_at: Date | string;
  ended_at: Date | string | null;
}

/**
 * Counts and durations over the newest 500 ended tasks, from the scaffolder's own tables. SQLite stores whole
 * seconds, so durations are no finer there. The tables are the scaffolder's and may change with it, which the
 * tests would show.
 */
export class TaskFigures {
  readonly #database: DatabaseService;
  readonly #now: () => number;
  #known: { at: number; figures: Map<string, TaskFigure> } | undefined;

  constructor(options: { database: DatabaseService; now: () => number }) {
    this.#database = options.database;
    this.#now = options.now;
  }

  /** By name of the golden-path template; at most 10 s old. */
  async byTemplate(): Promise<Map<string, TaskFigure>> {
    if (!this.#known || this.#now() - this.#known.at > FRESH_MS) {
      this.#known = { at: this.#now(), figures: await this.#read() };
    }
    return this.#known.figures;
  }

  async #read(): Promise<Map<string, TaskFigure>> {
    const client = await this.#database.getClient();
    const ended = client('task_events')
      .where('event_type', 'completion')
      .groupBy('task_id')
      .select('task_id')
      .max({ ended_at: 'created_at' })
      .as('ended');
    const rows = await client('tasks')
      .leftJoin(ended, 'ended.task_id', 'tasks.id')
      .whereIn('tasks.status', ['completed', 'failed'])
      .orderBy('tasks.created_at', 'desc')
      .limit(MAX_TASKS)
      .select<TaskRow[]>(
        'tasks.spec',
        'tasks.status',
        'tasks.created_at',
        'ended.ended_at',
      );

    const byTemplate = new Map<string, TaskRow[]>();
    for (const row of rows) {
      const template = templateOf(row.spec);
      if (template) {
        byTemplate.set(template, [...(byTemplate.get(template) ?? []), row]);
      }
    }
    return new Map(
      [...byTemplate].map(([template, tasks]) => [template, figureOf(tasks)]),
    );
  }
}

function figureOf(tasks: readonly TaskRow[]): TaskFigure {
  const succeeded = tasks.filter(({ status }) => status === 'completed');
  const durations = succeeded
    .flatMap(({ created_at, ended_at }) =>
      ended_at === null ? [] : [timeOf(ended_at) - timeOf(created_at)],
    )
    .sort((a, b) => a - b);
  // Nearest rank: a duration that a task really took.
  const percentile = (ratio: number) =>
    durations.length === 0
      ? null
      : durations[Math.ceil(ratio * durations.length) - 1];
  return {
    succeeded: succeeded.length,
    failed: tasks.length - succeeded.length,
    p50Ms: percentile(0.5),
    p95Ms: percentile(0.95),
  };
}

function timeOf(value: Date | string): number {
  return typeof value === 'string'
    ? Date.parse(`${value.replace(' ', 'T')}Z`)
    : value.getTime();
}

function templateOf(spec: string): string | undefined {
  try {
    const { steps } = JSON.parse(spec);
    const step = Array.isArray(steps)
      ? steps.find(candidate => candidate?.action === ACTION)
      : undefined;
    const template = step?.input?.template;
    return typeof template === 'string' ? template : undefined;
  } catch {
    return undefined;
  }
}
