import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { commitProblems } from './conventionalCommit.ts';
import { git } from './git.ts';

const { since, file } = parseArgs({
  options: {
    /** Checks the commits that HEAD has and this revision has not. */
    since: { type: 'string' },
    /** Checks one message in a file: what git's commit-msg hook hands over. */
    file: { type: 'string' },
  },
}).values;

function messages(): { name: string; message: string }[] {
  if (file !== undefined) {
    const lines = readFileSync(file, 'utf8').split('\n');
    return [
      { name: 'the message', message: lines.filter((line) => !line.startsWith('#')).join('\n') },
    ];
  }
  // --end-of-options: what comes in must not be read as one.
  return git(
    'log',
    '--no-merges',
    '--format=%h%x00%B%x01',
    '--end-of-options',
    `${since ?? 'origin/main'}..HEAD`,
  )
    .split('\u0001')
    .flatMap((entry) => {
      const [name = '', message = ''] = entry.trimStart().split('\u0000');
      return name === '' ? [] : [{ name, message }];
    });
}

try {
  const checked = messages();
  const problems = checked.flatMap(({ name, message }) =>
    commitProblems(message).map(
      (problem) => `${name} ${JSON.stringify(message.split('\n', 1)[0])}: ${problem}`,
    ),
  );
  for (const problem of problems) {
    console.error(`error: ${problem}`);
  }
  console.log(
    `commit messages: ${String(checked.length)} checked, ${String(problems.length)} problems`,
  );
  process.exitCode = problems.length > 0 ? 1 : 0;
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
