import { Readable } from 'node:stream';

/** A line of a stream; without text when it was longer than allowed. */
export interface StreamLine {
  /** From 1. */
  readonly number: number;
  readonly text: string | undefined;
}

/** Lines that are handed on at once; fewer are handed on only when no more come for a moment. */
export const MOST_LINES = 500;
/** And so many bytes, whatever lines are allowed to hold: several groups are in memory at a time. */
export const MOST_BYTES = 4 * 1024 * 1024;
/** How long a line waits for others, ms. */
const WAIT_MS = 50;

/**
 * The lines of a stream, in groups: full ones as fast as they come, others when no more came for a moment. Empty lines
 * count, and are left out. What is longer than allowed is not kept, however long it is.
 */
export async function* readStream(
  stream: Readable,
  options: { lineBytes: number },
): AsyncGenerator<StreamLine[]> {
  const { lineBytes } = options;
  const chunks = stream[Symbol.asyncIterator]();
  let rest: Buffer[] = [];
  let restBytes = 0;
  let isTooLong = false;
  let number = 0;
  let group: StreamLine[] = [];
  let groupBytes = 0;

  const end = () => {
    number += 1;
    const text = isTooLong ? undefined : Buffer.concat(rest).toString('utf8');
    if (text === undefined || text.trim() !== '') {
      group.push({ number, text });
      groupBytes += text === undefined ? 0 : restBytes;
    }
    rest = [];
    restBytes = 0;
    isTooLong = false;
  };
  const keep = (part: Buffer) => {
    restBytes += part.length;
    if (isTooLong || restBytes > lineBytes) {
      isTooLong = true;
      rest = [];
    } else if (part.length > 0) {
      rest.push(part);
    }
  };

  let next = chunks.next();
  try {
    for (;;) {
      if (group.length > 0) {
        let timer: NodeJS.Timeout | undefined;
        const isQuiet = await Promise.race([
          next.then(() => false),
          new Promise<boolean>(resolve => {
            timer = setTimeout(() => resolve(true), WAIT_MS);
          }),
        ]);
        clearTimeout(timer);
        if (isQuiet) {
          yield group;
          group = [];
          groupBytes = 0;
        }
      }
      const { value, done } = await next;
      if (done) break;
      next = chunks.next();
      // The race above, or the loop, sees the failure; nobody waits for it while a group is out.
      next.catch(() => {});
      let start = 0;
      const chunk = value as Buffer;
      for (
        let at = chunk.indexOf(0x0a, start);
        at >= 0;
        at = chunk.indexOf(0x0a, start)
      ) {
        keep(chunk.subarray(start, at));
        end();
        start = at + 1;
        if (group.length >= MOST_LINES || groupBytes >= MOST_BYTES) {
          yield group;
          group = [];
          groupBytes = 0;
        }
      }
      keep(chunk.subarray(start));
    }
    if (restBytes > 0) end();
    if (group.length > 0) yield group;
  } finally {
    await chunks.return?.();
  }
}
