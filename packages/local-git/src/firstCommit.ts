import { InputError } from '@backstage/errors';
import { assertPath } from './names';

/**
 * One file of a commit.
 *
 * @public
 */
export interface CommitFile {
  /** Relative to the repository's root, segments separated by `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly executable?: boolean;
}

/**
 * Who a commit is by.
 *
 * @public
 */
export interface CommitAuthor {
  readonly name: string;
  readonly email: string;
}

function person({ name, email }: CommitAuthor): string {
  const clean = (text: string) =>
    text
      .replace(/[<>\p{Cc}]+/gu, ' ')
      .trim()
      .slice(0, 200);
  return `${clean(name) || 'unknown'} <${clean(email)}>`;
}

function data(bytes: Uint8Array): Uint8Array[] {
  return [Buffer.from(`data ${bytes.byteLength}\n`), bytes, Buffer.from('\n')];
}

/**
 * The stream `git fast-import` makes the first commit of `main` from: one process for any number of files,
 * and no work tree on the disk.
 *
 * @throws InputError for bad paths, none or two files in one place
 */
export function firstCommitStream(commit: {
  files: readonly CommitFile[];
  message: string;
  author: CommitAuthor;
  /** Milliseconds since 1970. */
  committedAt: number;
}): Buffer {
  const seconds = Math.floor(commit.committedAt / 1000);
  if (!Number.isSafeInteger(seconds) || seconds < 0) {
    throw new InputError('The time of a commit must be after 1970');
  }
  if (commit.files.length === 0) {
    throw new InputError('A first commit needs at least one file');
  }
  const paths = new Set<string>();
  for (const { path } of commit.files) {
    assertPath(path);
    if (paths.has(path)) {
      throw new InputError(`The file ${JSON.stringify(path)} is there twice`);
    }
    paths.add(path);
  }
  for (const path of paths) {
    for (let at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
      if (paths.has(path.slice(0, at))) {
        throw new InputError(
          `${JSON.stringify(path.slice(0, at))} is both a file and a folder`,
        );
      }
    }
  }

  const by = `${person(commit.author)} ${seconds} +0000`;
  return Buffer.concat([
    Buffer.from(
      `feature done\ncommit refs/heads/main\nauthor ${by}\ncommitter ${by}\n`,
    ),
    ...data(Buffer.from(commit.message)),
    ...commit.files.flatMap(file => [
      Buffer.from(
        `M ${file.executable ? '100755' : '100644'} inline "${file.path.replace(
          /"/g,
          '\\"',
        )}"\n`,
      ),
      ...data(file.bytes),
    ]),
    Buffer.from('done\n'),
  ]);
}
