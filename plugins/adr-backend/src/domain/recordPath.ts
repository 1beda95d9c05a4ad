import { posix } from 'node:path';
import { LIMITS } from './types';

/** Index pages, and templates that say so without a number: a numbered file is a record, whatever it is about. */
const notRecords =
  /^(readme|index|about|template|[a-z]+[-_ .]template|0+[-_ .](.*[-_ .])?template)\.md$/i;

/**
 * Whether a file in the folder of the records is one: Markdown, not hidden, and neither the
 * folder's index nor its template.
 */
export function isRecordPath(path: string): boolean {
  const parts = path.split('/');
  return (
    path.toLowerCase().endsWith('.md') &&
    path.length <= 500 &&
    parts.length <= LIMITS.folderDepth &&
    parts.every(part => part !== '' && !/^[._]/.test(part)) &&
    !notRecords.test(posix.basename(path))
  );
}

/**
 * The number in a file name (`0003-use-x.md`, `adr-3.md`, `ADR_0003.md`), or null. Eight
 * digits are a date, as log4brains writes them, and no number.
 */
export function numberOfPath(path: string): number | null {
  const match = /^(?:adr[-_ ]?)?(\d{1,6})(?!\d)/i.exec(posix.basename(path));
  return match ? Number(match[1]) : null;
}
