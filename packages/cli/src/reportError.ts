import { GitError } from '@companyos/git-command';
import { isGoldenError } from '@companyos/golden-engine';
import { CliContext } from './CliContext';
import { CliError, EXIT } from './CliError';
import { printable } from './printable';

interface Report {
  readonly code: string;
  readonly message: string;
  readonly next?: string;
  readonly exitCode: number;
}

/** What to type after an error of the engine. */
const NEXT: Readonly<Record<string, string>> = {
  'answers-invalid': 'the same command with --set key=value',
  'answers-needed': 'the same command with --set key=value',
  'lock-exists': 'companyos golden check',
  'lock-missing': 'companyos golden adopt --template <name>',
  'lock-invalid': 'git log -- .companyos/golden.lock.json',
  'lock-tampered': 'git log -p -- .companyos/golden.lock.json',
  'base-missing': 'companyos golden list',
  'base-mismatch': 'companyos golden check',
  'patches-invalid': 'git log -p -- .companyos/golden-patches.yaml',
  'not-newer': 'companyos golden check',
  'template-invalid': 'companyos golden lint <folder of the template>',
  'template-not-found': 'companyos golden list',
  'template-unreleased':
    'companyos golden list (or --unreleased, if it is you who writes the template)',
};

/**
 * Says an error in one sentence, with the command to run next, and gives the exit code. With `--json` it is a
 * document on the output besides.
 */
export function reportError(
  context: CliContext,
  error: unknown,
  { isJson, isDebug }: { isJson: boolean; isDebug: boolean },
): number {
  const { code, message, next, exitCode } = reportOf(error);
  context.stderr.write(printable(`companyos: ${message}\n`));
  if (next) context.stderr.write(`Next: ${next}\n`);
  if (isDebug && error instanceof Error) {
    context.stderr.write(`${error.stack}\n`);
    if (error.cause instanceof Error) {
      context.stderr.write(`Caused by ${error.cause.stack}\n`);
    }
  }
  if (isJson) {
    context.stdout.write(
      `${JSON.stringify({ error: { code, message, next } }, undefined, 2)}\n`,
    );
  }
  return exitCode;
}

function reportOf(error: unknown): Report {
  if (error instanceof CliError) {
    const { message, next, exitCode } = error;
    return {
      code: exitCode === EXIT.usage ? 'usage' : 'failed',
      message,
      next,
      exitCode,
    };
  }
  if (isGoldenError(error)) {
    return {
      code: error.code,
      message: sentence(error.message),
      next: NEXT[error.code],
      exitCode: error.code.startsWith('answers-') ? EXIT.usage : EXIT.failed,
    };
  }
  if (error instanceof GitError) {
    return {
      code: `git-${error.code}`,
      message: sentence(error.message),
      next: error.code === 'missing' ? 'git --version' : undefined,
      exitCode: EXIT.failed,
    };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: 'failed',
    message: sentence(reason),
    next: 'the same command with --debug',
    exitCode: EXIT.failed,
  };
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
