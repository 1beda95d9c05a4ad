import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { DeadLetter } from '../src/models/deadLetterStore.ts';
import { previewReplay, replay } from '../src/services/replay.ts';
import { runScript } from './openQueue.ts';

const USAGE = `Has dead letters done again. Without --execute it only shows which.

  npm run replay -- (--dead-letter ID | --job BATCH | --since 2026-01-31[T12:00:00Z])
      [--execute --reason 'what was fixed' [--by NAME]]

Exit code 0: done, 1: not possible, 2: wrong use.`;

const uuid = z.uuid().optional();
const since = z.union([z.iso.date(), z.iso.datetime()]).optional();
const SHOWN = 20;

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        'dead-letter': { type: 'string' },
        job: { type: 'string' },
        since: { type: 'string' },
        execute: { type: 'boolean', default: false },
        reason: { type: 'string', default: '' },
        by: { type: 'string', default: userInfo().username },
      },
    });
    const from = since.parse(values.since);
    const selection = {
      id: uuid.parse(values['dead-letter']),
      batchId: uuid.parse(values.job),
      since: from === undefined ? undefined : new Date(from),
    };
    const given = Object.values(selection).filter((value) => value !== undefined);
    if (given.length === 0 || (values.execute && values.reason.trim() === '')) {
      throw new Error('Say which dead letters are meant, and with --execute also the --reason.');
    }
    return { ...values, selection };
  } catch (error) {
    console.error(error instanceof z.ZodError ? z.prettifyError(error) : String(error));
    console.error(USAGE);
    process.exit(2);
  }
}

/** One letter, without what was in it. */
function shown({ id, batchId, position, reason, failedAt }: DeadLetter): string {
  const what = position === null ? 'rest of the batch' : `item ${String(position)}`;
  return `${id}  batch ${batchId}  ${what}  ${failedAt.toISOString()}  ${reason}`;
}

const { execute, selection, reason, by } = readArguments();
await runScript(async ({ boss, database }) => {
  const result = execute
    ? await replay(boss, database, { selection, reason, requestedBy: by })
    : await previewReplay(database, selection);
  for (const letter of result.letters.slice(0, SHOWN)) {
    console.log(shown(letter));
  }
  if (result.letters.length > SHOWN) {
    console.log(`… and ${String(result.letters.length - SHOWN)} more`);
  }
  // The audit line; the table `replays` keeps the same.
  console.log(
    JSON.stringify({
      action: 'replay',
      dry_run: !execute,
      replay_id: result.replayId,
      requested_by: by,
      reason: reason === '' ? undefined : reason,
      letters: result.letters.length,
      batch_ids: result.batchIds,
      timestamp: new Date().toISOString(),
    }),
  );
});
