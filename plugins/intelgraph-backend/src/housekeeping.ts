import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { Eraser } from './database/Eraser';
import { OperationStore } from './database/OperationStore';
import { ensurePartitions } from './database/partitions';
import { SourceStore } from './database/SourceStore';
import { Options } from './readOptions';

const DAY_MS = 86_400_000;
/** How long an answer can be asked for again under its key. */
const ANSWERS_KEPT_MS = DAY_MS;
/** How long one can look up why something was refused. */
const REJECTS_KEPT_MS = 30 * DAY_MS;
const FACTS_AT_ONCE = 1_000;

/** Makes room and keeps promises: partitions ahead, old answers and rejects, and what facts say when its time is over. */
export async function housekeeping(options: {
  knex: Knex;
  eraser: Eraser;
  operations: OperationStore;
  sources: SourceStore;
  retentionMs: Options['retentionMs'];
  logger: LoggerService;
  nowMs: number;
  signal?: AbortSignal;
}): Promise<void> {
  const { knex, eraser, operations, sources, logger, nowMs, signal } = options;
  await ensurePartitions(knex, nowMs);
  await operations.forgetAnswers(nowMs - ANSWERS_KEPT_MS);
  await sources.forgetRejects(nowMs - REJECTS_KEPT_MS);
  for (const [classification, keptMs] of Object.entries(options.retentionMs)) {
    let erased = 0;
    for (let hasMore = true; hasMore && !signal?.aborted; ) {
      const step = await eraser.retain({
        classification,
        before: nowMs - keptMs,
        at: nowMs,
        limit: FACTS_AT_ONCE,
      });
      erased += step.erased;
      hasMore = step.hasMore;
    }
    if (erased > 0) {
      logger.info(
        `What ${erased} ${classification} facts said was erased; its time was over`,
      );
    }
  }
}
