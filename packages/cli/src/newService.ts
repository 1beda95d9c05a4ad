import { resolve } from 'node:path';
import {
  GOLDEN_LOCK_PATH,
  GoldenTemplate,
  render,
  RenderResult,
} from '@companyos/golden-engine';
import { CliContext } from './CliContext';
import { CliError, EXIT } from './CliError';
import { completeAnswers } from './completeAnswers';
import { gitAuthor } from './gitAuthor';
import { makeService, shownFrom } from './makeService';
import { Output } from './Output';
import { Prompt } from './Prompt';
import { quoted } from './quoted';
import { namedTemplate, TemplateOptions, templatesOf } from './templatesOf';

/**
 * What `companyos new-service` takes.
 */
export interface NewServiceOptions extends TemplateOptions {
  /** `name` or `name@version`. */
  readonly template?: string;
  readonly set?: readonly string[];
  readonly answers?: string;
  readonly dir?: string;
  readonly author?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  /** False with `--no-git`. */
  readonly git?: boolean;
}

/** What one gets who does not choose. */
const DEFAULT_TEMPLATE = 'api-service';

/**
 * Makes a repository from the golden path in a new folder.
 *
 * @throws CliError, GoldenError
 */
export async function newService(
  context: CliContext,
  output: Output,
  name: string | undefined,
  options: NewServiceOptions,
): Promise<void> {
  const mayAsk = context.isInteractive && !options.yes;
  const prompt = mayAsk ? new Prompt(context) : undefined;
  let rendered: RenderResult;
  try {
    const template = await chooseTemplate(context, options, prompt);
    const answers = await completeAnswers(context, template, {
      command: `companyos new-service --template ${template.name}`,
      name,
      options,
      prompt,
    });
    rendered = render(template, answers);
  } finally {
    prompt?.close();
  }

  const given = rendered.lock.answers.name;
  if (options.dir === undefined && typeof given !== 'string') {
    throw new CliError(
      `The template ${rendered.template} asks for no name; say which folder to make.`,
      { next: '--dir FOLDER', exitCode: EXIT.usage },
    );
  }
  const directory = resolve(context.cwd, options.dir ?? String(given));
  const shownAs = quoted(shownFrom(context.cwd, directory));
  const summary = {
    template: rendered.template,
    version: rendered.version,
    templateDigest: rendered.templateDigest,
    answersDigest: rendered.answersDigest,
    lockDigest: lockDigestOf(rendered),
    directory,
    files: rendered.files.map(({ path, mode, executable, sha256 }) => ({
      path,
      mode,
      executable,
      sha256,
    })),
  };

  if (options.dryRun) {
    output.json({ status: 'dry-run', ...summary });
    for (const { path, mode, executable } of rendered.files) {
      output.line(`${mode.padEnd(7)} ${executable ? 'x' : ' '} ${path}`);
    }
    output.line('');
    output.line(
      `${rendered.files.length} files of ${rendered.template}@${rendered.version} for ${shownAs}; nothing was written.`,
    );
    output.line(`Template ${rendered.templateDigest}`);
    output.line(`Answers  ${rendered.answersDigest}`);
    output.line(`Lock     ${summary.lockDigest}`);
    return;
  }

  const author =
    options.git === false
      ? undefined
      : await gitAuthor(context.cwd, context.env, options.author);
  const { status, commit } = await makeService({
    rendered,
    directory,
    shownAs,
    author,
    committedAtMs: context.now(),
    signal: context.signal,
  });
  output.json({ status, commit, ...summary });
  if (status === 'unchanged') {
    output.line(
      `${shownAs} was already made from ${rendered.template}@${rendered.version} with these answers; there is nothing to do.`,
    );
    return;
  }
  output.line(
    `Made ${shownAs}: ${rendered.files.length} files from ${
      rendered.template
    }@${rendered.version}${commit ? `, commit ${commit.slice(0, 12)}` : ''}.`,
  );
  output.line('');
  output.line('Next:');
  if (shownAs !== '.') output.line(`  cd ${shownAs}`);
  const makefile = rendered.files.find(({ path }) => path === 'Makefile');
  const targets = makefile && Buffer.from(makefile.bytes).toString();
  if (targets && /^ci:/m.test(targets)) {
    output.line('  make ci      # every check, as CI runs it');
  }
  if (targets && /^dev:/m.test(targets)) {
    output.line('  make dev     # run it here, with reload');
  }
  if (commit) {
    output.line('  git remote add origin <url> && git push -u origin main');
  }
}

/** Of the lock file's bytes; the portal's actions report the same. */
function lockDigestOf(rendered: RenderResult): string {
  return `sha256:${
    rendered.files.find(({ path }) => path === GOLDEN_LOCK_PATH)?.sha256
  }`;
}

async function chooseTemplate(
  context: CliContext,
  options: NewServiceOptions,
  prompt: Prompt | undefined,
): Promise<GoldenTemplate> {
  const folder = await templatesOf(context, options);
  if (options.template !== undefined) {
    return namedTemplate(folder, options.template);
  }
  const usable = (await folder.list()).filter(
    ({ latest, versions }) =>
      latest !== undefined || (options.unreleased && versions.length > 0),
  );
  if (usable.length === 0) {
    throw new CliError('No template has been released here.', {
      next: 'companyos golden list',
    });
  }
  const fallback = (
    usable.find(({ name }) => name === DEFAULT_TEMPLATE) ?? usable[0]
  ).name;
  if (!prompt || usable.length === 1) {
    return folder.get(fallback);
  }
  for (;;) {
    const list = usable
      .map(({ name, title }, index) => `  ${index + 1}) ${name}: ${title}`)
      .join('\n');
    const line =
      (await prompt.ask(`Template\n${list}\n[${fallback}] > `)) || fallback;
    const choice =
      usable.find(template => template.name === line) ??
      (/^\d+$/.test(line) ? usable[Number(line) - 1] : undefined);
    if (choice) return folder.get(choice.name);
    context.stderr.write(
      `  Type a number from 1 to ${usable.length}, or a name.\n`,
    );
  }
}
