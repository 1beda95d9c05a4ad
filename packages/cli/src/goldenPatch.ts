import { lstat, mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import {
  declarePatch,
  GOLDEN_PATCHES_PATH,
  sha256,
} from '@companyos/golden-engine';
import { CliContext } from './CliContext';
import { CliError, EXIT } from './CliError';
import { Output } from './Output';
import { lockIn } from './updateAnswers';
import { findRoot } from './workRepository';
import { workTreeReader } from './workTreeReader';

/**
 * `companyos golden patch PATH`: declares that a managed file differs, why, and until when. It pins the file as
 * it is now; another edit has to be declared again. Only the list of patches is written, for a person to
 * commit.
 */
export async function goldenPatch(
  context: CliContext,
  output: Output,
  [path]: readonly string[],
  options: {
    readonly reason: string;
    readonly expires: string;
    readonly ticket?: string;
    readonly dir?: string;
  },
): Promise<void> {
  const root = await findRoot(context, options.dir);
  // As typed from where the person stands, in a folder that may be reached through a link.
  const from = await realpath(resolve(context.cwd, options.dir ?? '.'));
  const inside = relative(await realpath(root), resolve(from, path))
    .split(sep)
    .join('/');
  const lock = await lockIn(root);
  const known = Object.hasOwn(lock.files, inside)
    ? lock.files[inside]
    : undefined;
  if (known?.mode !== 'managed') {
    throw new CliError(
      known
        ? `${inside} is a ${known.mode} file: it may be changed without saying so.`
        : `${path} is no file of ${lock.template}@${lock.version}.`,
      { next: 'companyos golden check', exitCode: EXIT.usage },
    );
  }
  const today = new Date(context.now()).toISOString().slice(0, 10);
  const isDay =
    !Number.isNaN(Date.parse(options.expires)) &&
    new Date(options.expires).toISOString().slice(0, 10) === options.expires;
  if (!isDay || options.expires < today) {
    throw new CliError(
      isDay
        ? `${options.expires} has passed already; a patch needs a day to come.`
        : `${options.expires} is no day of the calendar.`,
      { next: '--expires YYYY-MM-DD', exitCode: EXIT.usage },
    );
  }
  const target = join(root, ...inside.split('/'));
  const stats = await lstat(target).catch(() => undefined);
  if (stats && !stats.isFile()) {
    throw new CliError(`${inside} is no regular file any more.`, {
      next: `git checkout -- ${inside}`,
    });
  }
  const bytes = (await workTreeReader(context, root).readFiles([inside])).get(
    inside,
  );
  const digest = bytes ? sha256(bytes) : 'absent';
  if (digest === known.sha256) {
    throw new CliError(
      `${inside} is as the template keeps it; there is nothing to declare.`,
      { next: 'companyos golden check' },
    );
  }
  const file = join(root, GOLDEN_PATCHES_PATH);
  await mkdir(dirname(file), { recursive: true });
  // A link in its place would have us write somewhere else.
  const isInside =
    (await realpath(dirname(file))) ===
    join(await realpath(root), dirname(GOLDEN_PATCHES_PATH));
  const there = await lstat(file).catch(() => undefined);
  if (!isInside || (there && !there.isFile())) {
    throw new CliError(`${GOLDEN_PATCHES_PATH} is no regular file.`, {
      next: `ls -l ${dirname(GOLDEN_PATCHES_PATH)}`,
    });
  }
  const before = there ? await readFile(file) : undefined;
  const patch = {
    path: inside,
    sha256: digest,
    reason: options.reason,
    ...(options.ticket !== undefined && { ticket: options.ticket }),
    expires: options.expires,
  };
  const text = declarePatch(before, patch);
  await writeFile(file, text);
  output.json({ patch, file: GOLDEN_PATCHES_PATH });
  output.line(
    `Declared until ${options.expires}: ${inside}. Next: commit ${GOLDEN_PATCHES_PATH} with it.`,
  );
}
