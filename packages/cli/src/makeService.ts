import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import {
  GOLDEN_LOCK_PATH,
  GoldenLock,
  isGoldenError,
  readLock,
  RenderResult,
} from '@companyos/golden-engine';
import { CliError, EXIT } from './CliError';
import { firstCommit } from './firstCommit';
import { GitAuthor } from './gitAuthor';

/**
 * Where a rendered repository shall lie.
 */
export interface MakeServiceRequest {
  readonly rendered: RenderResult;
  /** Absolute. */
  readonly directory: string;
  /** For people, in sentences. */
  readonly shownAs: string;
  /** Without it there is no repository, only files. */
  readonly author?: GitAuthor;
  readonly committedAtMs: number;
  readonly signal: AbortSignal;
}

/**
 * What {@link makeService} did.
 */
export interface MadeService {
  /** `unchanged`: the same template and answers had made what lies there. */
  readonly status: 'created' | 'unchanged';
  readonly commit?: string;
}

/**
 * Writes a rendered repository into a folder that is new or empty. It is built beside the target and moved
 * there when it is whole, so that a fault or Ctrl-C in between leaves nothing.
 *
 * @throws CliError when something else is there
 */
export async function makeService(
  request: MakeServiceRequest,
): Promise<MadeService> {
  const { rendered, directory, author, signal } = request;
  const isEmptyFolder = await stateOf(request);
  if (isEmptyFolder === 'unchanged') return { status: 'unchanged' };

  // Beside a new folder, or inside of an empty one: always on the disk it ends on.
  const nearby = isEmptyFolder ? directory : dirname(directory);
  await mkdir(nearby, { recursive: true });
  const scratch = await mkdtemp(join(nearby, '.companyos-'));
  try {
    const draft = join(scratch, basename(directory) || 'service');
    await mkdir(draft);
    for (const { path, bytes, executable } of rendered.files) {
      throwIfStopped(signal);
      const target = join(draft, ...path.split('/'));
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, bytes, { flag: 'wx' });
      // Without regard to a umask that would take the bit from its owner.
      if (executable) await chmod(target, 0o755);
    }
    const commit =
      author &&
      (await firstCommit(draft, {
        files: rendered.files,
        // The portal says the same.
        message: `feat: begin from the golden path ${rendered.template}@${rendered.version}\n\nTemplate ${rendered.templateDigest}\nAnswers ${rendered.answersDigest}\n`,
        author,
        committedAtMs: request.committedAtMs,
      }));
    throwIfStopped(signal);
    if (isEmptyFolder) await moveInto(directory, draft);
    else await moveTo(request, draft);
    return { status: 'created', commit };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function throwIfStopped(signal: AbortSignal): void {
  if (signal.aborted) {
    throw new CliError('Stopped; nothing was written.', {
      exitCode: EXIT.interrupted,
    });
  }
}

/** Whether the target is an empty folder (else it is not there), or holds this very service. */
async function stateOf({
  rendered,
  directory,
  shownAs,
}: MakeServiceRequest): Promise<boolean | 'unchanged'> {
  let names: string[];
  try {
    names = await readdir(directory);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) {
      // A link to nowhere is not there and yet in the way.
      const isThere = await lstat(directory).then(
        () => true,
        () => false,
      );
      if (!isThere) return false;
    }
    throw new CliError(
      `${shownAs} can't be used as a folder${
        isErrno(error, 'EACCES') ? ': you may not read it' : ''
      }.`,
      { next: 'choose another folder with --dir', cause: error },
    );
  }
  if (names.length === 0) return true;
  const lock = await lockOf(directory);
  if (
    lock?.template === rendered.template &&
    lock.version === rendered.version &&
    lock.templateDigest === rendered.templateDigest &&
    lock.answersDigest === rendered.answersDigest
  ) {
    return 'unchanged';
  }
  throw lock
    ? new CliError(
        `${shownAs} already holds a service of ${lock.template}@${
          lock.version
        } with ${
          lock.answersDigest === rendered.answersDigest ? 'these' : 'other'
        } answers; it stays as it is.`,
        { next: `cd ${shownAs} && companyos golden update` },
      )
    : new CliError(`${shownAs} is not empty; nothing in it is touched.`, {
        next: 'choose another folder with --dir',
      });
}

async function lockOf(directory: string): Promise<GoldenLock | undefined> {
  try {
    return readLock(await readFile(join(directory, GOLDEN_LOCK_PATH)));
  } catch (error) {
    if (isGoldenError(error) || isErrno(error, 'ENOENT', 'ENOTDIR')) {
      return undefined;
    }
    throw error;
  }
}

/** One move: it is there whole, or not at all. */
async function moveTo(
  { directory, shownAs }: MakeServiceRequest,
  draft: string,
): Promise<void> {
  try {
    await rename(draft, directory);
  } catch (error) {
    if (isErrno(error, 'ENOTEMPTY', 'EEXIST', 'ENOTDIR')) {
      throw new CliError(`Something else has just been put at ${shownAs}.`, {
        next: 'choose another folder with --dir',
        cause: error,
      });
    }
    throw error;
  }
}

/**
 * Into the folder a person stands in: the folder itself stays the one their shell knows. Git's folder comes
 * last, and what was moved is taken back when a move fails.
 */
async function moveInto(directory: string, draft: string): Promise<void> {
  const moved: string[] = [];
  try {
    const names = await readdir(draft);
    // The sort is stable: git's folder last, the others as they come.
    names.sort((a, b) => Number(a === '.git') - Number(b === '.git'));
    for (const name of names) {
      await rename(join(draft, name), join(directory, name));
      moved.push(name);
    }
  } catch (error) {
    for (const name of moved) {
      await rm(join(directory, name), { recursive: true, force: true });
    }
    throw error;
  }
}

function isErrno(error: unknown, ...codes: string[]): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string' &&
    codes.includes(error.code)
  );
}

/** A folder as a person would type it from where they are. */
export function shownFrom(cwd: string, directory: string): string {
  const path = relative(cwd, directory);
  if (path === '') return '.';
  return path.startsWith('..') && path.length > directory.length
    ? directory
    : path;
}
