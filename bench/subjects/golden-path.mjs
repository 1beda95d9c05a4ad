// The golden path on day two: how fast a template renders, a fleet is checked, a repository is updated, and
// how long a clone takes to its first green CI.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engine, templatesRoot } from '../../templates/testing/engine.mjs';
import {
  createWorkspace,
  writeFiles,
} from '../../templates/testing/workspace.mjs';

const {
  checkDrift,
  gitReader,
  loadTemplate,
  openTemplates,
  render,
  updateRepository,
  writeRelease,
} = engine;

const FLEET = 1000;
const RENDERS = 30;
const UPDATES = 5;
const VERSIONS_BEHIND = 3;
const AUTHOR = { name: 'Benchmark', email: 'benchmark@example.invalid' };
const COMMITTED_AT_MS = Date.parse('2026-01-01T00:00:00Z');

/** Names of the templates that repositories are made of. */
async function releasedNames(templates) {
  return (await templates.list())
    .filter(({ latest }) => latest !== undefined)
    .map(({ name }) => name);
}

const seconds = since => (performance.now() - since) / 1000;
const median = values =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** A bare repository whose only commit holds the files. */
function bareRepository(directory, files) {
  const stream = [];
  const data = bytes => {
    stream.push(
      Buffer.from(`data ${bytes.length}\n`),
      bytes,
      Buffer.from('\n'),
    );
  };
  execFileSync('git', ['init', '--quiet', '--bare', '-b', 'main', directory]);
  const who = `${AUTHOR.name} <${AUTHOR.email}> ${
    COMMITTED_AT_MS / 1000
  } +0000`;
  stream.push(Buffer.from(`commit refs/heads/main\ncommitter ${who}\n`));
  data(Buffer.from('feat: begin from the golden path'));
  for (const { path, bytes, executable } of files) {
    stream.push(
      Buffer.from(`M ${executable ? '100755' : '100644'} inline ${path}\n`),
    );
    data(Buffer.from(bytes));
  }
  execFileSync('git', ['--git-dir', directory, 'fast-import', '--quiet'], {
    input: Buffer.concat(stream),
    maxBuffer: 1024 * 1024,
  });
  return execFileSync('git', ['--git-dir', directory, 'rev-parse', 'main'], {
    encoding: 'utf8',
  }).trim();
}

async function renderTimes(templates, emit) {
  for (const name of await releasedNames(templates)) {
    const template = await templates.get(name);
    render(template, { name: 'warm-up' });
    const times = [];
    for (let run = 0; run < RENDERS; run += 1) {
      const started = performance.now();
      render(template, { name: `service-${run}` });
      times.push(performance.now() - started);
    }
    emit('render_ms', median(times), { unit: 'ms', n: RENDERS, against: name });
  }
}

/** A fleet of real repositories of all templates; every tenth was edited, so that there is drift to find. */
async function driftOfFleet(templates, emit) {
  const folder = mkdtempSync(join(tmpdir(), 'companyos-fleet-'));
  try {
    const names = await releasedNames(templates);
    const fleet = [];
    for (let index = 0; index < FLEET; index += 1) {
      const template = await templates.get(names[index % names.length]);
      const { files } = render(template, { name: `service-${index}` });
      const edited = index % 10 === 0;
      const managed = files.find(
        file => file.mode === 'managed' && file.path.startsWith('.github/'),
      );
      const gitDir = join(folder, `${index}.git`);
      fleet.push({
        gitDir,
        commit: bareRepository(
          gitDir,
          files.map(file =>
            edited && file === managed
              ? { ...file, bytes: Buffer.from('# edited\n') }
              : file,
          ),
        ),
      });
    }
    const now = new Date();
    // As a portal does that has just started: nothing is known yet.
    const fresh = openTemplates(templatesRoot);
    const started = performance.now();
    const counts = {};
    let next = 0;
    const worker = async () => {
      while (next < fleet.length) {
        const { gitDir, commit } = fleet[next];
        next += 1;
        const { status } = await checkDrift({
          repository: gitReader(gitDir, commit),
          templates: fresh,
          now,
        });
        counts[status] = (counts[status] ?? 0) + 1;
      }
    };
    await Promise.all([worker(), worker(), worker()]);
    const took = seconds(started);
    if (counts.edited !== FLEET / 10 || counts.current !== FLEET * 0.9) {
      throw new Error(`the fleet was misjudged: ${JSON.stringify(counts)}`);
    }
    emit('drift_1000_s', took, { unit: 's' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** From a clean clone to a green `make ci`, each template with its defaults. */
async function cloneToGreen(templates, emit) {
  for (const name of await releasedNames(templates)) {
    const space = createWorkspace(`green-${name}`);
    try {
      const { files } = render(await templates.get(name), {
        name: 'hello-prod',
      });
      const origin = join(space.workspace, 'repository');
      mkdirSync(origin);
      writeFiles(files, origin);
      space.git(origin, 'init', '--quiet', '--initial-branch=main');
      space.git(origin, 'add', '--all');
      space.git(origin, 'commit', '--quiet', '--message', 'feat: begin');
      const started = performance.now();
      const clone = join(space.workspace, 'clone');
      space.git(space.workspace, 'clone', '--quiet', origin, clone);
      space.run('make', ['ci'], clone);
      emit('clone_to_green_s', seconds(started), { unit: 's', against: name });
    } finally {
      space.close();
    }
  }
}

/** The template three versions on: each changes files of all three classes, one moves a file. */
async function writeLaterVersions(root, name, version) {
  cpSync(join(templatesRoot, 'shared'), join(root, 'shared'), {
    recursive: true,
  });
  cpSync(join(templatesRoot, name), join(root, name), { recursive: true });
  const [major, minor] = version.split('.').map(Number);
  const definition = join(root, name, 'golden.yaml');
  const later = [];
  for (let step = 1; step <= VERSIONS_BEHIND; step += 1) {
    const next = `${major}.${minor + step}.0`;
    writeFileSync(
      definition,
      readFileSync(definition, 'utf8').replace(
        /^version: .*$/m,
        `version: ${next}`,
      ),
    );
    const skeleton = join(root, name, 'skeleton');
    const makefile = join(skeleton, 'Makefile');
    writeFileSync(
      makefile,
      `${readFileSync(
        makefile,
        'utf8',
      )}\n.PHONY: step-${step}\nstep-${step}: ## Added by ${next}\n\t@true\n`,
    );
    writeFileSync(join(skeleton, `docs/step-${step}.md`), `# Step ${step}\n`);
    const template = await loadTemplate(join(root, name));
    // A made-up record: what is measured is the update, not the proof of these versions.
    await writeRelease(join(root, name), {
      schema: 'companyos.golden.release/v1',
      template: name,
      version: next,
      digest: template.digest,
      engineVersion: engine.ENGINE_VERSION,
      releasedAt: new Date(COMMITTED_AT_MS).toISOString(),
      cores: 1,
      node: process.versions.node,
      combinations: [
        { answers: { name }, phases: { ciSeconds: 1 }, greenSeconds: 1 },
      ],
      greenSeconds: { p50: 1, p95: 1 },
    });
    later.push(next);
  }
  return later;
}

async function updateThreeBehind(templates, emit) {
  const name = 'api-service';
  const root = mkdtempSync(join(tmpdir(), 'companyos-later-'));
  try {
    const current = await templates.get(name);
    const { files } = render(current, { name: 'hello-prod' });
    const later = await writeLaterVersions(root, name, current.version);
    const times = [];
    for (let run = 0; run < UPDATES; run += 1) {
      const gitDir = join(root, `repository-${run}.git`);
      // The team has been at work: a merged and a seeded file are theirs now.
      const commit = bareRepository(
        gitDir,
        files.map(file =>
          ['package.json', 'README.md'].includes(file.path)
            ? {
                ...file,
                bytes: Buffer.from(
                  Buffer.from(file.bytes)
                    .toString('utf8')
                    .replace('0.1.0', '0.2.0')
                    .concat(file.path === 'README.md' ? '\nOurs.\n' : ''),
                ),
              }
            : file,
        ),
      );
      const started = performance.now();
      // Opened anew each time: reading the versions is part of an update.
      const result = await updateRepository({
        gitDir,
        commit,
        templates: openTemplates(root),
        to: later.at(-1),
        author: AUTHOR,
        committedAtMs: COMMITTED_AT_MS,
      });
      times.push(seconds(started));
      if (result.status !== 'clean') {
        throw new Error(`the update was ${JSON.stringify(result.conflicts)}`);
      }
    }
    emit('update_three_behind_s', median(times), { unit: 's', n: UPDATES });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

export default async function goldenPath(emit) {
  const templates = openTemplates(templatesRoot);
  await renderTimes(templates, emit);
  await driftOfFleet(templates, emit);
  await updateThreeBehind(templates, emit);
  await cloneToGreen(templates, emit);
}
