import { GoldenError } from './goldenError';

const MAX_PATH_BYTES = 1024;
const MAX_SEGMENT_BYTES = 255;

/** What Windows cannot store: a clone must work on every developer's machine. */
const NOT_PORTABLE = /[\p{Cc}<>:"|?*\\]/u;

/**
 * Names git takes for its own folder: by itself, by the file system ignoring case, by NTFS short
 * names and trailing dots or spaces, and by HFS+ ignoring invisible characters (CVE-2014-9390).
 */
function isGitFolder(segment: string): boolean {
  const plain = segment
    .replace(/\p{Cf}/gu, '')
    .toLowerCase()
    .replace(/[. ]+$/, '');
  return plain === '.git' || /^git~\d+$/.test(plain);
}

/**
 * Says why one path segment may not be in a repository, or undefined if it may.
 */
export function segmentProblem(segment: string): string | undefined {
  if (segment === '') return 'has an empty segment';
  if (segment === '.' || segment === '..') return 'has a relative segment';
  if (segment.includes('/')) return 'has a separator inside a segment';
  if (/\p{Cs}/u.test(segment)) return 'is not well-formed Unicode';
  if (NOT_PORTABLE.test(segment)) return 'has a character that is not portable';
  if (/[. ]$/.test(segment)) return 'has a segment ending in a dot or space';
  if (segment !== segment.normalize('NFC')) return 'is not in Unicode form NFC';
  if (isGitFolder(segment)) return "would reach git's own folder";
  if (Buffer.byteLength(segment) > MAX_SEGMENT_BYTES) {
    return `has a segment longer than ${MAX_SEGMENT_BYTES} bytes`;
  }
  return undefined;
}

/**
 * Checks that a path is relative, normalised, portable and stays inside the repository.
 *
 * @param path - segments separated by `/`
 * @returns the same path
 * @throws {@link GoldenError} `path-escape`
 * @public
 */
export function assertRepositoryPath(path: string): string {
  const problem =
    Buffer.byteLength(path) > MAX_PATH_BYTES
      ? `is longer than ${MAX_PATH_BYTES} bytes`
      : path.split('/').map(segmentProblem).find(Boolean);
  if (problem) {
    throw new GoldenError(
      'path-escape',
      `The path ${JSON.stringify(path.slice(0, 200))} ${problem}`,
    );
  }
  return path;
}

/**
 * Checks that no two paths take the same place: equal when case is ignored (macOS, Windows), or one
 * a folder of the other.
 *
 * @throws {@link GoldenError} `path-conflict`
 */
export function assertNoPathConflicts(paths: Iterable<string>): void {
  const files = new Map<string, string>();
  const folders = new Map<string, string>();
  const conflict = (a: string, b: string) =>
    new GoldenError(
      'path-conflict',
      `${JSON.stringify(a)} and ${JSON.stringify(b)} would take the same place`,
    );
  for (const path of paths) {
    const key = path.toLowerCase();
    const other = files.get(key) ?? folders.get(key);
    if (other !== undefined) throw conflict(other, path);
    files.set(key, path);
    const segments = path.split('/');
    for (let length = 1; length < segments.length; length += 1) {
      const folder = segments.slice(0, length).join('/');
      const folderKey = folder.toLowerCase();
      const file = files.get(folderKey);
      if (file !== undefined) throw conflict(file, path);
      const known = folders.get(folderKey);
      // Two spellings of one folder would merge on some machines and not on others.
      if (known !== undefined && !known.startsWith(`${folder}/`)) {
        throw conflict(known, path);
      }
      if (known === undefined) folders.set(folderKey, path);
    }
  }
}
