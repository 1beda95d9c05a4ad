import { once } from 'node:events';
import { Response } from 'express';

/**
 * Answers with JSON, a value a line, as fast as the reader takes it. An answer that breaks off is cut off, so that it
 * cannot be taken for a whole one.
 */
export async function writeLines(
  res: Response,
  pages: AsyncIterable<readonly unknown[]>,
): Promise<void> {
  res.set({
    'Content-Type': 'application/x-ndjson; charset=utf-8',
    'X-Content-Type-Options': 'nosniff',
    // Compression would hold lines back.
    'Cache-Control': 'no-store, no-transform',
  });
  const gone = new AbortController();
  res.once('close', () => gone.abort());
  try {
    for await (const page of pages) {
      if (gone.signal.aborted) return;
      const text = page.map(value => `${JSON.stringify(value)}\n`).join('');
      if (!res.write(text)) await once(res, 'drain', { signal: gone.signal });
    }
    res.end();
  } catch (error) {
    if (gone.signal.aborted) return;
    if (!res.headersSent) throw error;
    res.destroy(error as Error);
  }
}
