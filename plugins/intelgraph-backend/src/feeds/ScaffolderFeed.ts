import { AuthService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { LogEvent, ScaffolderTask } from '@backstage/plugin-scaffolder-common';
import { ScaffolderService } from '@backstage/plugin-scaffolder-node';
import { EventInput } from '@companyos/plugin-intelgraph-common';
import { IntelGraphService } from '@companyos/plugin-intelgraph-node';
import { Knex } from 'knex';
import { scaffolderFacts } from './scaffolderFacts';

const TABLE = 'intelgraph_scaffolder_tasks';
const SOURCE = 'urn:companyos:scaffolder';
const PAGE = 50;
const UNDER_WAY = ['open', 'processing'] as const;

interface Row {
  task_id: string;
  status: string;
  ends: number;
}

const isUnderWay = (status: string) =>
  UNDER_WAY.some(underWay => underWay === status);

/** Tells of scaffolder tasks that began and ended. */
export class ScaffolderFeed {
  readonly #deps: {
    readonly auth: AuthService;
    readonly intelGraph: Pick<IntelGraphService, 'record'>;
    readonly knex: Knex;
    readonly scaffolder: Pick<
      ScaffolderService,
      'listTasks' | 'getTask' | 'getLogs'
    >;
  };

  constructor(deps: {
    readonly auth: AuthService;
    readonly intelGraph: Pick<IntelGraphService, 'record'>;
    readonly knex: Knex;
    readonly scaffolder: Pick<
      ScaffolderService,
      'listTasks' | 'getTask' | 'getLogs'
    >;
  }) {
    this.#deps = deps;
  }

  /**
   * Looks once at what is new and at what was under way.
   *
   * @returns how many facts were recorded
   * @throws what the scaffolder and the database throw
   */
  async scan(signal?: AbortSignal): Promise<number> {
    const { auth, knex, scaffolder } = this.#deps;
    const options = { credentials: await auth.getOwnServiceCredentials() };
    const known = new Map<string, Row>();
    const learn = (rows: Row[]) =>
      rows.forEach(row => known.set(row.task_id, row));
    learn(await knex<Row>(TABLE).whereIn('status', UNDER_WAY));
    const tasks = new Map<string, ScaffolderTask>();
    const take = async (items: ScaffolderTask[]) => {
      items.forEach(task => tasks.set(task.id, task));
      const ids = items.map(({ id }) => id);
      learn(await knex<Row>(TABLE).whereIn('task_id', ids));
    };
    // Newest first; a page on which nothing is new has nothing new behind it.
    for (let offset = 0, isNews = true; isNews; offset += PAGE) {
      const { items } = await scaffolder.listTasks(
        { limit: PAGE, offset },
        options,
      );
      await take(items);
      isNews = items.length === PAGE && items.some(task => !known.has(task.id));
    }
    // An old one that somebody retries is on no new page.
    const retried = await scaffolder.listTasks(
      { limit: PAGE, status: [...UNDER_WAY] },
      options,
    );
    await take(retried.items);
    for (const { task_id: taskId, status } of known.values()) {
      if (!isUnderWay(status) || tasks.has(taskId)) continue;
      const task = await scaffolder
        .getTask({ taskId }, options)
        .catch(error => {
          if (isNotFound(error)) return undefined;
          throw error;
        });
      if (task) tasks.set(taskId, task);
      else
        await knex(TABLE).where({ task_id: taskId }).update('status', 'gone');
    }

    let facts = 0;
    for (const task of [...tasks.values()].sort((a, b) =>
      a.createdAt < b.createdAt ? -1 : 1,
    )) {
      if (signal?.aborted) break;
      const row = known.get(task.id);
      if (row?.status === task.status) continue;
      const hasEnded = !isUnderWay(task.status);
      const logs = hasEnded
        ? await scaffolder.getLogs({ taskId: task.id }, options)
        : [];
      facts += await this.#tell(task, row, hasEnded, logs);
    }
    return facts;
  }

  async #tell(
    task: ScaffolderTask,
    row: Row | undefined,
    hasEnded: boolean,
    logs: readonly LogEvent[],
  ): Promise<number> {
    const { intelGraph, knex } = this.#deps;
    const next = {
      task_id: task.id,
      status: task.status,
      ends: (row?.ends ?? 0) + (hasEnded ? 1 : 0),
    };
    const { created, ended } = scaffolderFacts(task, logs);
    const events: EventInput[] = [];
    if (!row) events.push({ ...created, source: SOURCE });
    if (ended) {
      events.push({
        ...ended,
        source: SOURCE,
        // Each end of a task that was retried has an id of its own.
        id: next.ends > 1 ? `${ended.id}:${next.ends}` : ended.id,
      });
    }
    await knex.transaction(async trx => {
      await trx<Row>(TABLE).insert(next).onConflict('task_id').merge();
      await intelGraph.record(trx, events);
    });
    return events.length;
  }
}

function isNotFound(error: unknown): boolean {
  return (
    isError(error) &&
    (error.statusCode === 404 || error.name === 'NotFoundError')
  );
}
