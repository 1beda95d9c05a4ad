/**
 * Proves golden-path templates: renders every combination of their options, puts one into a repository, clones
 * that, runs its CI in the clone, starts what was built, probes it and stops it.
 *
 *   node templates/testing/run.mjs NAME… [--combinations subset|all] [--report FILE.json] [--keep] [--release]
 *
 * `subset` (the default) takes the default combination, with all the proofs of the template, and, where these
 * bytes have not been released yet, the one that differs from it most; `all` takes every combination through CI. `--release` takes all and, when everything
 * passed, writes the release record and the archive of the version into the template's folder.
 *
 * Prints TAP 13. Exit code 0 when all passed.
 */
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { engine, templatesRoot } from './engine.mjs';
import { runWorkflow } from './runWorkflow.mjs';
import { sourceChecks } from './sourceChecks.mjs';
import { staticChecks } from './staticChecks.mjs';
import { createWorkspace, writeFiles } from './workspace.mjs';

const {
  checkAnswers,
  loadTemplate,
  matrixOf,
  openTemplates,
  render,
  writeRelease,
} = engine;

const { values: options, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    combinations: { type: 'string', default: 'subset' },
    report: { type: 'string' },
    keep: { type: 'boolean', default: false },
    release: { type: 'boolean', default: false },
  },
});
if (names.length === 0 || !['subset', 'all'].includes(options.combinations)) {
  process.stderr.write(
    'Usage: node templates/testing/run.mjs NAME… [--combinations subset|all] [--report FILE.json] [--keep] [--release]\n',
  );
  process.exit(2);
}
const all = options.release || options.combinations === 'all';

const results = [];

/** Runs one check, says how it went, and goes on. @returns whether it passed */
async function check(name, body) {
  const startedAt = performance.now();
  let message;
  try {
    await body();
  } catch (error) {
    message = error instanceof Error ? error.message : String(error);
  }
  const seconds = Math.round(performance.now() - startedAt) / 1000;
  results.push({ name, ok: message === undefined, seconds, message });
  process.stdout.write(
    `${message === undefined ? 'ok' : 'not ok'} ${
      results.length
    } - ${name} # ${seconds} s\n`,
  );
  if (message !== undefined)
    process.stdout.write(message.replace(/^/gm, '  # ').concat('\n'));
  return message === undefined;
}

async function timed(body) {
  const startedAt = performance.now();
  const value = await body();
  return { value, seconds: (performance.now() - startedAt) / 1000 };
}

const rounded = seconds => Math.round(seconds * 100) / 100;
const shown = answers =>
  Object.entries(answers)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');

/** The combination that has the fewest values in common with the first. */
function farthest([first, ...others]) {
  const common = row =>
    Object.entries(row).filter(([name, value]) => first[name] === value).length;
  return others.sort((a, b) => common(a) - common(b)).slice(0, 1);
}

function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1];
}

/**
 * One combination, the whole way. @returns the row of a release record, or undefined when something failed
 */
async function proveCombination(context, { answers, index, isDefault }) {
  const { template, proof } = context;
  const label = `${template.name} ${shown(answers.varied)}`;
  const phases = {};
  let row;
  const passed = await check(
    `${label}: generate, ci, boot, probe, stop`,
    async () => {
      const rendered = await timed(() => render(template, answers.full));
      phases.renderMs = Math.round(rendered.seconds * 1000);
      const clone = context.cloneOf(rendered.value.files, `clone-${index}`);
      const own = {
        ...context,
        answers: answers.full,
        rendered: rendered.value,
        clone,
        read: context.readIn(clone),
      };
      const tracked = context
        .git(clone, 'ls-files', '-z')
        .split('\0')
        .filter(Boolean);
      assert.deepEqual(
        tracked.sort(),
        rendered.value.files.map(({ path }) => path).sort(),
      );
      // The default goes through its own workflow, the others through the command the workflow calls.
      const ci = await timed(() =>
        isDefault
          ? runWorkflow(context, clone)
          : context.run('make', ['ci'], clone),
      );
      phases.ciSeconds = rounded(ci.seconds);
      assert.equal(
        context.git(clone, 'status', '--porcelain'),
        '',
        'CI changes nothing',
      );
      const boot = await timed(() => proof.boot(own));
      phases.bootSeconds = rounded(boot.seconds);
      const probe = await timed(() => proof.probe(own, boot.value));
      phases.probeSeconds = rounded(probe.seconds);
      if (isDefault) {
        context.cloneForChecks = own;
        for (const [name, body] of Object.entries(proof.tests ?? {}))
          await check(`${template.name}: ${name}`, () => body(own, boot.value));
      }
      const stop = await timed(() => proof.stop(own, boot.value));
      phases.stopSeconds = rounded(stop.seconds);
      row = {
        answers: answers.varied,
        phases,
        greenSeconds: rounded(
          rendered.seconds +
            ci.seconds +
            boot.seconds +
            probe.seconds +
            stop.seconds,
        ),
      };
    },
  );
  return passed ? row : undefined;
}

async function prove(name) {
  const failuresBefore = results.filter(({ ok }) => !ok).length;
  const { default: proof } = await import(
    pathToFileURL(join(templatesRoot, name, 'tests', 'proof.mjs')).href
  );
  const template = await loadTemplate(join(templatesRoot, name));
  const full = varied =>
    checkAnswers(template, { ...varied, name: proof.name }).answers;
  const rows = matrixOf(template);
  const space = createWorkspace(name);
  const figures = {};
  const context = {
    ...space,
    template,
    proof,
    figures,
    answers: full(rows[0]),
  };
  context.rendered = render(template, context.answers);

  const combinations = [];
  try {
    for (const [title, body] of Object.entries(sourceChecks))
      await check(`${name}: ${title}`, () => body(context));

    const seen = new Set();
    for (const [index, varied] of rows.entries()) {
      const own = { ...context, answers: full(varied) };
      const folder = join(space.workspace, `static-${index}`);
      const { files } = render(template, own.answers);
      writeFiles(files, folder);
      for (const [title, { reads, body }] of Object.entries(staticChecks)) {
        const key = JSON.stringify([
          title,
          files
            .filter(({ path }) => reads.test(path))
            .map(({ path, sha256 }) => [path, sha256]),
        ]);
        if (seen.has(key)) continue;
        seen.add(key);
        await check(`${name} ${shown(varied)}: ${title}`, () =>
          body(own, folder),
        );
      }
    }

    const isReleased = (await openTemplates(templatesRoot).versions(name)).some(
      ({ release, digest }) => release && digest === template.digest,
    );
    const subset = isReleased ? [rows[0]] : [rows[0], ...farthest(rows)];
    const chosen = all ? rows : subset;
    for (const [index, varied] of chosen.entries()) {
      const row = await proveCombination(context, {
        answers: { varied, full: full(varied) },
        index,
        isDefault: index === 0,
      });
      if (row) combinations.push(row);
    }

    const proven = context.cloneForChecks;
    await check(
      `${name}: the default combination got as far as its own checks`,
      () => assert.ok(proven),
    );
    if (proven) {
      for (const [title, body] of Object.entries(proof.checks ?? {}))
        await check(`${name}: ${title}`, () => body(proven));
      await check(
        `${name}: awkward answers give well-formed, well-formatted files`,
        () => {
          const folder = join(space.workspace, 'awkward');
          const answers = checkAnswers(template, proof.awkwardAnswers).answers;
          writeFiles(render(template, answers).files, folder);
          for (const [title, { body }] of Object.entries(staticChecks)) {
            try {
              body({ ...context, answers }, folder);
            } catch (error) {
              throw new Error(`${title}: ${error.message}`);
            }
          }
          symlinkSync(
            join(proven.clone, 'node_modules'),
            join(folder, 'node_modules'),
          );
          space.run(
            process.execPath,
            ['node_modules/prettier/bin/prettier.cjs', '--check', '.'],
            folder,
          );
        },
      );
    }
  } finally {
    space.close({ keep: options.keep });
    if (options.keep) process.stdout.write(`# kept ${space.workspace}\n`);
  }

  const green = combinations.map(({ greenSeconds }) => greenSeconds);
  if (green.length > 0) {
    figures.generated_ci_s = combinations[0].phases.ciSeconds;
    figures.clone_to_green_s = percentile(green, 0.5);
    figures.render_ms = percentile(
      combinations.map(({ phases }) => phases.renderMs),
      0.5,
    );
  }
  const failed = results.filter(({ ok }) => !ok).length - failuresBefore;
  if (options.release && failed === 0) {
    await writeRelease(join(templatesRoot, name), {
      schema: 'companyos.golden.release/v1',
      template: template.name,
      version: template.version,
      digest: template.digest,
      engineVersion: engine.ENGINE_VERSION,
      releasedAt: new Date().toISOString(),
      cores: availableParallelism(),
      node: process.versions.node,
      combinations,
      greenSeconds: {
        p50: percentile(green, 0.5),
        p95: percentile(green, 0.95),
      },
    });
    process.stdout.write(`# released ${name}@${template.version}\n`);
  }
  return figures;
}

process.stdout.write('TAP version 13\n');
const figures = {};
for (const name of names) {
  try {
    figures[name] = await prove(name);
  } catch (error) {
    await check(`${name}: the proof itself`, () => {
      throw error;
    });
  }
}
const passed = results.filter(({ ok }) => ok).length;
const report = {
  suite: 'templates',
  passed,
  failed: results.length - passed,
  cores: availableParallelism(),
  figures,
  tests: results,
};
if (options.report) {
  const file = resolve(options.report);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
}
process.stdout.write(
  `1..${results.length}\n# pass ${passed}\n# fail ${
    report.failed
  }\n# figures ${JSON.stringify(figures)}\n`,
);
process.exitCode = report.failed === 0 ? 0 : 1;
