// make test: every check, counted from the runners' own reports.
//   node scripts/test.mjs            all suites
//   node scripts/test.mjs unit e2e   these
//   node scripts/test.mjs list       their names
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { buildApp } from './build-app.mjs';
import { root } from './lib.mjs';
import { startPostgres } from './postgres.mjs';

const reports = join(root, '.reports');
const bin = name => join(root, 'node_modules', '.bin', name);
const cli = join(root, 'node_modules/@backstage/cli/bin/backstage-cli');

/** Runs a command, its output shown and kept in .reports/NAME.log. @returns exit code and output */
function run(name, command, args, { env, cwd = root, quiet = false } = {}) {
  return new Promise(done => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, FORCE_COLOR: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', chunk => {
        output += chunk;
        if (!quiet) process.stdout.write(chunk);
      });
    }
    child.on('error', error => done({ code: 127, output: String(error) }));
    child.on('close', code => done({ code, output }));
  });
}

/** One check that either holds or not: shows its output only when it does not. */
async function check(name, command, args, options) {
  const { code, output } = await run(name, command, args, {
    quiet: true,
    ...options,
  });
  if (code !== 0) process.stdout.write(`${output.slice(-20_000)}\n`);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
}

const sum = results =>
  results.reduce(
    (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }),
    { passed: 0, failed: 0 },
  );

/** A report that must be there: what is not reported did not run, and counts as failed. */
function readReport(file) {
  const path = join(reports, file);
  if (!existsSync(path)) {
    process.stdout.write(`no report: ${file}\n`);
    return undefined;
  }
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Counts node:test's TAP summary. */
function countTap({ code, output }) {
  const of = word =>
    Number(output.match(new RegExp(`^# ${word} (\\d+)$`, 'm'))?.[1] ?? 0);
  const failed = of('fail') + of('cancelled') + of('skipped') + of('todo');
  return {
    passed: of('pass'),
    failed: failed || code !== 0 || !of('pass') ? Math.max(failed, 1) : 0,
  };
}

let postgres;

const suites = {
  async types() {
    return check('types', process.execPath, [
      join(root, 'node_modules/typescript/bin/tsc'),
      '--noEmit',
      '--incremental',
      '--tsBuildInfoFile',
      '.cache/types.tsbuildinfo',
    ]);
  },

  async lint() {
    return check('lint', bin('eslint'), [
      '--ext',
      '.ts,.tsx,.js,.mjs',
      '--max-warnings',
      '0',
      '--cache',
      '--cache-location',
      '.cache/eslint',
      '--cache-strategy',
      'content',
      'packages',
      'plugins',
      'e2e',
      'bench',
      'scripts',
      'templates/testing',
    ]);
  },

  async format() {
    return check('format', bin('prettier'), [
      '--check',
      '--loglevel',
      'warn',
      '.',
    ]);
  },

  async commits() {
    // A shallow checkout has no history to judge beyond its own commit.
    const { output } = await run(
      'commits',
      'git',
      ['rev-list', '--max-parents=0', 'HEAD'],
      { quiet: true },
    );
    const first = output.trim().split('\n').at(-1);
    return check('commits', bin('commitlint'), [
      '--from',
      first,
      '--to',
      'HEAD',
    ]);
  },

  /** All app-config files against the schemas of every package, as each environment reads them. */
  async config() {
    const production = Object.fromEntries(
      [
        ...readFileSync(
          join(root, 'app-config.production.yaml'),
          'utf8',
        ).matchAll(/\$\{(\w+)[^}]*\}/g),
      ].map(([, name]) => [
        name,
        /PORT$/.test(name) ? '5432' : 'https://set.example',
      ]),
    );
    const one = (files, env) =>
      check(
        'config',
        process.execPath,
        [
          cli,
          'config:check',
          '--strict',
          '--deprecated',
          ...files.flatMap(file => ['--config', join(root, file)]),
        ],
        { env },
      );
    return sum([
      await one(['app-config.yaml']),
      await one(['app-config.yaml', 'app-config.production.yaml'], production),
    ]);
  },

  async unit() {
    postgres ??= await startPostgres();
    rmSync(join(reports, 'unit.json'), { force: true });
    const { code } = await run(
      'unit',
      process.execPath,
      [
        cli,
        'repo',
        'test',
        '--maxWorkers=2',
        '--silent',
        '--testTimeout=60000',
        '--json',
        `--outputFile=${join(reports, 'unit.json')}`,
      ],
      {
        env: {
          CI: '1',
          BACKSTAGE_TEST_DISABLE_DOCKER: '1',
          BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING: `${postgres.url}/postgres`,
        },
        quiet: true,
      },
    );
    const report = readReport('unit.json');
    if (!report) return { passed: 0, failed: 1 };
    const tests = report.testResults.flatMap(file =>
      file.assertionResults.map(test => ({ ...test, file: file.name })),
    );
    for (const file of report.testResults.filter(
      ({ status }) => status === 'failed',
    )) {
      process.stdout.write(`${file.name}\n${file.message}\n`);
    }
    const left = tests.filter(
      test => test.status !== 'passed' && test.status !== 'failed',
    );
    for (const test of left)
      process.stdout.write(`not run: ${test.fullName}\n`);
    // A suite that names PostgreSQL must have run there; the test library leaves it out silently otherwise.
    const onPostgres = tests.filter(
      test => /postgres/i.test(test.fullName) && test.status === 'passed',
    ).length;
    if (onPostgres === 0) process.stdout.write('no test ran on PostgreSQL\n');
    process.stdout.write(
      `of these on PostgreSQL ${postgres.version}: ${onPostgres}\n`,
    );
    const failed =
      report.numFailedTests +
      left.length +
      report.numRuntimeErrorTestSuites +
      (onPostgres ? 0 : 1);
    return {
      passed: report.numPassedTests,
      failed: failed || (code !== 0 ? 1 : 0),
    };
  },

  /** The programs of scripts/ and what they promise: ports, kill -9, restart, sentences. */
  async start() {
    await buildApp({ quiet: true });
    return countTap(
      await run(
        'start',
        process.execPath,
        ['--test', '--test-reporter=tap', 'scripts/start.test.mjs'],
        { quiet: false },
      ),
    );
  },

  async docs() {
    return check('docs', 'mkdocs', [
      'build',
      '--strict',
      '--quiet',
      '--site-dir',
      join(reports, 'docs'),
    ]);
  },

  /**
   * The templates through their harness. Every combination of options is rendered and checked; through its
   * own CI goes a subset, or with `make test-templates` each of them.
   */
  async templates() {
    const names = readdirSync(join(root, 'templates')).filter(name =>
      existsSync(join(root, 'templates', name, 'golden.yaml')),
    );
    const prove = async name => {
      const file = `template-${name}.json`;
      rmSync(join(reports, file), { force: true });
      const { code, output } = await run(
        'templates',
        process.execPath,
        [
          'templates/testing/run.mjs',
          name,
          '--combinations',
          wanted.includes('templates') ? 'all' : 'subset',
          '--report',
          join(reports, file),
        ],
        { quiet: true },
      );
      process.stdout.write(output);
      const report = readReport(file);
      return report
        ? {
            passed: report.passed,
            failed: report.failed || (code === 0 && report.passed ? 0 : 1),
          }
        : { passed: 0, failed: 1 };
    };
    // Two at a time: installing and linting keep one core busy, not two.
    const results = [];
    const lane = async () => {
      for (let name = names.shift(); name; name = names.shift())
        results.push(await prove(name));
    };
    await Promise.all([lane(), lane()]);
    if (results.length === 0) {
      process.stdout.write('there is no template\n');
      results.push({ passed: 0, failed: 1 });
    }
    return sum(results);
  },

  async e2e() {
    await buildApp({ quiet: true });
    rmSync(join(reports, 'e2e.json'), { force: true });
    await run(
      'e2e',
      bin('playwright'),
      ['test', '--config', 'e2e/playwright.config.ts'],
      {
        env: {
          CI: '1',
          PLAYWRIGHT_JSON_OUTPUT_NAME: join(reports, 'e2e.json'),
        },
      },
    );
    const report = readReport('e2e.json');
    if (!report) return { passed: 0, failed: 1 };
    const { expected, unexpected, flaky, skipped } = report.stats;
    return {
      passed: expected,
      failed: unexpected + flaky + skipped + report.errors.length,
    };
  },
};

/** Suites of one process, the longest first. */
const ONE_CORE = ['types', 'lint', 'format', 'commits', 'config', 'docs'];

const wanted = process.argv.slice(2);
if (wanted[0] === 'list') {
  process.stdout.write(`${Object.keys(suites).join('\n')}\n`);
  process.exit(0);
}
const unknown = wanted.filter(name => !(name in suites));
if (unknown.length) {
  process.stderr.write(
    `companyos: there is no suite "${unknown[0]}"; the suites are ${Object.keys(
      suites,
    ).join(', ')}.\n`,
  );
  process.exit(1);
}

mkdirSync(reports, { recursive: true });
mkdirSync(join(root, '.cache'), { recursive: true });
const table = [];

async function runSuite(name) {
  process.stdout.write(`\n== ${name}\n`);
  const started = Date.now();
  let result;
  try {
    result = await suites[name]();
  } catch (error) {
    process.stdout.write(`${error.stack}\n`);
    result = { passed: 0, failed: 1 };
  }
  table.push({
    name,
    ...result,
    seconds: Math.round((Date.now() - started) / 1000),
  });
}

const chosen = wanted.length ? wanted : Object.keys(suites);
// These keep one core busy each and say nothing until they fail, so they go two at a time; the others keep both busy.
const quiet = chosen.filter(name => ONE_CORE.includes(name));
const lane = async () => {
  for (let name = quiet.shift(); name; name = quiet.shift()) {
    await runSuite(name);
  }
};
await Promise.all([lane(), lane()]);
for (const name of chosen) {
  if (!ONE_CORE.includes(name)) await runSuite(name);
}
await postgres?.stop();

process.stdout.write('\n');
for (const { name, passed, failed, seconds } of table) {
  process.stdout.write(
    `${failed ? 'FAIL' : 'ok  '}  ${name.padEnd(10)} ${String(passed).padStart(
      5,
    )} passed ${String(failed).padStart(4)} failed  ${seconds} s\n`,
  );
}
const total = sum(table);
process.stdout.write(
  `\ntests: ${total.passed} passed, ${total.failed} failed\n`,
);
process.exit(total.failed || !total.passed ? 1 : 0);
