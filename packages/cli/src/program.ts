import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { CliContext } from './CliContext';
import { EXIT } from './CliError';
import { goldenAdopt } from './goldenAdopt';
import { goldenCheck } from './goldenCheck';
import { goldenDiff } from './goldenDiff';
import { goldenLint } from './goldenLint';
import { goldenList } from './goldenList';
import { goldenPatch } from './goldenPatch';
import { goldenUpdate } from './goldenUpdate';
import { newService, NewServiceOptions } from './newService';
import { Output } from './Output';
import { reportError } from './reportError';

interface GlobalOptions {
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** What a command does; the number it gives, if any, is the exit code. */
type Run<T> = (
  context: CliContext,
  output: Output,
  operands: readonly string[],
  options: T,
) => Promise<number | void>;

const collect = (value: string, all: readonly string[] = []) => [...all, value];

const day = (value: string) => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) {
    throw new InvalidArgumentError('A day looks like 2027-03-31.');
  }
  return value;
};

/** Runs commander over the arguments, and says every error in a sentence. */
async function runProgram(
  argv: readonly string[],
  context: CliContext,
  build: (
    program: Command,
    does: <T>(run: Run<T>) => (...args: unknown[]) => Promise<void>,
  ) => void,
): Promise<number> {
  let exitCode: number = EXIT.ok;
  const isJson = argv.includes('--json');
  const isDebug = argv.includes('--debug');
  const program = new Command();
  const does =
    <T>(run: Run<T>) =>
    async (...args: unknown[]) => {
      const command = args.at(-1);
      if (!(command instanceof Command)) throw new Error('No command was run');
      const options = command.optsWithGlobals<T & GlobalOptions>();
      exitCode =
        (await run(
          context,
          new Output(context.stdout, options.json ?? false),
          command.args,
          options,
        )) ?? EXIT.ok;
    };
  program
    .configureOutput({
      writeOut: text => context.stdout.write(text),
      writeErr: text =>
        context.stderr.write(text.replace(/^error: /, 'companyos: ')),
    })
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError()
    .exitOverride();
  build(program, does);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    }
    return reportError(context, error, { isJson, isDebug });
  }
}

function withCommonOptions(command: Command): Command {
  return command
    .option('--json', 'give the answer as one JSON document')
    .option('--debug', 'show where an error comes from')
    .option(
      '--templates <dir>',
      'folder of templates (also COMPANYOS_TEMPLATES; by default those that came along)',
    )
    .option(
      '--unreleased',
      'take templates as they lie in the folder too; for those who write them',
    );
}

function withNewServiceOptions(command: Command): Command {
  return withAnswers(
    command.option(
      '--template <name[@version]>',
      'which template, see `companyos golden list`; by default its newest release',
    ),
  )
    .option('--dir <dir>', 'folder to make; by default the name')
    .option('--author <author>', 'of the first commit: "Name <email>"')
    .option('--dry-run', 'show the files and digests, write nothing')
    .option('--yes', 'take every default, ask nothing')
    .option('--no-git', 'files only');
}

function withAnswers(command: Command): Command {
  return command
    .option('--set <key=value>', 'an answer; may be repeated', collect)
    .option('--answers <file>', 'answers as JSON or YAML');
}

/**
 * The program `companyos`.
 *
 * @param argv - without the program's own name
 * @returns the exit code
 * @public
 */
export function runCli(
  argv: readonly string[],
  context: CliContext,
  version: string,
): Promise<number> {
  return runProgram(argv, context, (program, does) => {
    withCommonOptions(program)
      .name('companyos')
      .description('The golden path at a terminal and in CI.')
      .version(version);

    const makesService = does<NewServiceOptions>(
      (ctx, output, [name], options) => newService(ctx, output, name, options),
    );
    const about = 'make a service in a new folder';
    withNewServiceOptions(
      program.command('new-service').argument('[name]').description(about),
    ).action(makesService);
    withNewServiceOptions(
      program
        .command('scaffold')
        .description('make something from the golden path')
        .command('service')
        .argument('[name]')
        .description(about),
    ).action(makesService);

    const golden = program
      .command('golden')
      .description('keep a repository on the golden path');
    golden
      .command('check')
      .description(
        'where it stands: exit code 0 current, 10 behind, 11 edited, 12 lock tampered with, 13 undecided',
      )
      .option('--dir <dir>', 'in the repository; by default here')
      .action(does(goldenCheck));
    withAnswers(
      golden
        .command('diff')
        .description(
          'what an update would change: exit code 0 nothing, 1 something',
        )
        .option('--dir <dir>', 'in the repository; by default here')
        .option('--to <version>', 'by default the newest'),
    ).action(does(goldenDiff));
    withAnswers(
      golden
        .command('update')
        .description('merge a newer template into the current branch')
        .option('--dir <dir>', 'in the repository; by default here')
        .option('--to <version>', 'by default the newest')
        .option('--branch <name>', 'make this branch, and stay on the current')
        .option('--author <author>', 'of the commit: "Name <email>"')
        .option('--yes', 'ask nothing'),
    ).action(does(goldenUpdate));
    golden
      .command('patch')
      .argument('<path>', 'a managed file that was changed')
      .description('declare a local change of a managed file, until a day')
      .requiredOption('--reason <reason>', 'why it must differ')
      .requiredOption('--expires <day>', 'last day it holds: YYYY-MM-DD', day)
      .option('--ticket <ticket>', 'where it is tracked')
      .option('--dir <dir>', 'in the repository; by default here')
      .action(does(goldenPatch));
    withAnswers(
      golden
        .command('adopt')
        .description('bring an existing repository onto the golden path')
        .requiredOption(
          '--template <name[@version]>',
          'which template; by default its newest release',
        )
        .option('--dir <dir>', 'in the repository; by default here')
        .option('--branch <name>', 'make this branch, and stay on the current')
        .option('--author <author>', 'of the commit: "Name <email>"')
        .option('--yes', 'take every default, ask nothing'),
    ).action(does(goldenAdopt));
    for (const parent of [
      golden,
      golden.command('template').description('the templates themselves'),
    ]) {
      parent
        .command('list')
        .description('templates and their versions')
        .action(does(goldenList));
      parent
        .command('lint')
        .argument('<dir>', 'folder of one template')
        .description('what keeps a template from being published')
        .action(does(goldenLint));
    }
  });
}

/**
 * The program behind `npm create companyos`: `[template] [name]`, or the name alone.
 *
 * @returns the exit code
 * @public
 */
export function runCreate(
  argv: readonly string[],
  context: CliContext,
  version: string,
): Promise<number> {
  return runProgram(argv, context, (program, does) => {
    withNewServiceOptions(withCommonOptions(program))
      .name('create-companyos')
      .usage('[options] [template] [name]')
      .argument('[words...]', 'name of the service, before it its template')
      .description('Make a service from the golden path in a new folder.')
      .version(version)
      .action(
        does<NewServiceOptions>((ctx, output, words, options) => {
          if (words.length > 2) {
            program.error(
              `companyos: ${words.length} words are too many; give [template] [name]`,
            );
          }
          const [name, template] = [...words].reverse();
          return newService(ctx, output, name, {
            ...options,
            template: options.template ?? template,
          });
        }),
      );
  });
}
