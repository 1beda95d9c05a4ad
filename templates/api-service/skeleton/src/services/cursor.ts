import { z } from 'zod';
import { parseInput } from '../models/problem.ts';
import type { Position } from '../models/documentStore.ts';

const cursorSchema = z
  .string()
  .max(200)
  .transform((text) => Buffer.from(text, 'base64url').toString('utf8').split('|'))
  .pipe(z.tuple([z.iso.datetime(), z.uuid()], 'must be a next_cursor of this list'));

/** Makes the opaque text a client sends back for the next page. */
export function encodeCursor(position: Position): string {
  return Buffer.from(`${position.createdAt.toISOString()}|${position.id}`).toString('base64url');
}

/** @throws Problem 400 when the text is not a cursor. */
export function decodeCursor(cursor: string | undefined): Position | undefined {
  if (cursor === undefined) {
    return undefined;
  }
  const { cursor: parts } = parseInput(z.object({ cursor: cursorSchema }), { cursor });
  return { createdAt: new Date(parts[0]), id: parts[1] };
}
