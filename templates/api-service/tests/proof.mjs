// What only this template promises; templates/testing proves what all of them do.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { engine, templatesRoot } from '../../testing/engine.mjs';

const NAME = 'hello-prod';
const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const MISSING_DOCUMENT = '/documents/5b1b7f2e-6a0d-4c4e-9d5c-0d6f6c1e2a3b';

/** Starts the build in the clone on a free port, and waits until it is ready. */
async function start(ctx, spansFile) {
  const log = [];
  const child = ctx.spawn(
    process.execPath,
    ['--import', './dist/telemetry/register.js', 'dist/main.js'],
    {
      cwd: ctx.clone,
      env: {
        NODE_ENV: 'development',
        PORT: '0',
        DEMO_LOGIN: 'true',
        DRAIN_DELAY_MS: '1500',
        OTEL_TRACES_EXPORTER: 'file',
        TRACES_FILE: spansFile,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  createInterface({ input: child.stdout }).on('line', line =>
    log.push(JSON.parse(line)),
  );
  await ctx.eventually('the service is ready', () => {
    assert.equal(child.exitCode, null, 'the service stopped while starting');
    return log.some(line => line.action === 'ready');
  });
  const { port } = log.find(line => line.action === 'listen');
  return { child, log, spansFile, baseUrl: `http://127.0.0.1:${port}` };
}

async function call(service, method, path, { body, headers = {} } = {}) {
  const response = await fetch(`${service.baseUrl}${path}`, {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: /json/.test(response.headers.get('content-type') ?? '')
      ? JSON.parse(text)
      : undefined,
  };
}

/** A copy of the clone's repository to change things in, with the packages of the clone. */
function copyOf(ctx, name) {
  const folder = join(ctx.workspace, name);
  ctx.git(ctx.workspace, 'clone', '--quiet', ctx.clone, folder);
  symlinkSync(join(ctx.clone, 'node_modules'), join(folder, 'node_modules'));
  // A link is no folder, which is what the ignore file of the repository names.
  writeFileSync(join(folder, '.git/info/exclude'), 'node_modules\n');
  return {
    folder,
    edit(path, change) {
      const file = join(folder, path);
      const before = readFileSync(file, 'utf8');
      const after = change(before);
      assert.notEqual(after, before, `the edit of ${path} changes something`);
      writeFileSync(file, after);
    },
    /** A program of the repository that must fail; its error is returned. */
    refuses(...args) {
      try {
        ctx.run(process.execPath, args, folder);
      } catch (error) {
        return error.message;
      }
      return assert.fail(`${args.join(' ')} was expected to fail`);
    },
  };
}

function helmTemplate(ctx, ...values) {
  return ctx.run('helm', [
    'template',
    'proof',
    join(ctx.clone, 'deploy/helm'),
    ...values.flatMap(value => ['--set-string', value]),
  ]);
}

export default {
  name: NAME,

  invalidAnswers: [
    { name: NAME, description: 'ends with a colon:' },
    { name: NAME, owner: '{{ values.name }}' },
  ],

  awkwardAnswers: {
    name: 'null',
    owner: 'group:default/A.b_c',
    description:
      "Zahlungen: prüfen & buchen (EU/US), 1 – 2 + 3; it's fine - really.",
    system: 'system:default/developer-experience',
    tier: 'tier-1',
    dataClassification: 'pii',
  },

  boot: ctx =>
    start(ctx, join(ctx.workspace, `spans-${ctx.answers.tier}.jsonl`)),

  async probe(ctx, service) {
    for (const [path, expected] of [
      ['/healthz', { status: 'ok' }],
      ['/readyz', { status: 'ready', phase: 'ready' }],
      ['/health', { service: NAME, version: '0.1.0' }],
      ['/status', { service: NAME, status: 'up', phase: 'ready' }],
    ]) {
      const { status, json } = await call(service, 'GET', path);
      assert.equal(status, 200, path);
      assert.partialDeepStrictEqual(json, expected);
    }
    const metrics = await call(service, 'GET', '/metrics');
    assert.match(metrics.text, /service_build_info\{service="hello-prod"/);
  },

  async stop(ctx, service) {
    const exited = once(service.child, 'exit');
    service.child.kill('SIGTERM');
    assert.deepEqual(await exited, [0, null]);
  },

  tests: {
    'every endpoint of the built service answers': async (ctx, service) => {
      const login = await call(service, 'POST', '/login', {
        body: { username: 'demo' },
      });
      const me = await call(service, 'GET', '/me', {
        headers: { authorization: `Bearer ${login.json.access_token}` },
      });
      assert.equal(me.json.username, 'demo');

      const created = await call(service, 'POST', '/documents', {
        body: { workspace_id: 'preview', title: 'Hello', content: 'World' },
      });
      assert.equal(created.status, 201);
      const path = created.headers.get('location');
      assert.equal((await call(service, 'GET', path)).json.title, 'Hello');
      const list = await call(
        service,
        'GET',
        '/documents?workspace_id=preview&limit=1',
      );
      assert.equal(list.json.items[0].summary, 'World');
      assert.equal((await call(service, 'DELETE', path)).status, 204);
      assert.equal((await call(service, 'GET', path)).status, 404);

      const metrics = await call(service, 'GET', '/metrics');
      assert.match(
        metrics.text,
        /http_requests_total\{service="hello-prod",route="\/documents\/:id",method="DELETE",status="204"\} 1/,
      );
      assert.match(metrics.text, /http_request_duration_seconds_bucket\{/);
    },

    'a trace id is found in the answer, the error, the log and the span':
      async (ctx, service) => {
        const answer = await call(service, 'GET', MISSING_DOCUMENT, {
          headers: { traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01` },
        });
        assert.equal(answer.status, 404);
        assert.match(
          answer.headers.get('content-type'),
          /^application\/problem\+json/,
        );
        assert.equal(answer.json.trace_id, TRACE_ID);
        assert.equal(answer.headers.get('x-trace-id'), TRACE_ID);
        const line = await ctx.eventually('the log line is there', () =>
          service.log.find(candidate => candidate.trace_id === TRACE_ID),
        );
        for (const field of [
          'timestamp',
          'level',
          'service',
          'env',
          'version',
          'span_id',
          'request_id',
          'correlation_id',
          'action',
          'resource',
          'outcome',
          'latency_ms',
        ])
          assert.notEqual(line[field], undefined, field);
        const spans = await ctx.eventually('the spans are exported', () => {
          const found = readFileSync(service.spansFile, 'utf8')
            .trimEnd()
            .split('\n')
            .map(text => JSON.parse(text))
            .filter(span => span.trace_id === TRACE_ID);
          return found.length >= 2 && found;
        });
        const server = spans.find(span => span.name === 'GET /documents/:id');
        assert.equal(server?.parent_span_id, '00f067aa0ba902b7');
        assert.equal(server.span_id, line.span_id);
        assert.ok(spans.some(span => span.name === 'SELECT documents'));
      },

    'every metric that alerts and panels ask for is there, under the labels they use':
      async (ctx, service) => {
        const { text } = await call(service, 'GET', '/metrics');
        const asked = [
          ...ctx
            .read('observability/source.yaml')
            .matchAll(
              /\b([a-z0-9_]+_(?:total|seconds|bytes|info|bucket|count))\{/g,
            ),
        ].map(([, metric]) => metric);
        assert.ok(new Set(asked).size >= 6);
        for (const metric of asked)
          assert.match(text, new RegExp(`^${metric}\\{service="${NAME}"`, 'm'));
        assert.match(
          text,
          /^http_request_duration_seconds_bucket\{.*le="0\.3"/m,
        );
      },

    'SIGTERM answers what is under way, then exits 0': async ctx => {
      const service = await start(ctx, join(ctx.workspace, 'drain.jsonl'));
      const body = JSON.stringify({
        workspace_id: 'drain',
        title: 'Held',
        content: 'x',
      });
      const held = httpRequest(`${service.baseUrl}/documents`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': String(body.length),
        },
      });
      const answered = once(held, 'response');
      held.write(body.slice(0, 5));
      await ctx.eventually('the half-sent request is being served', async () =>
        /http_requests_in_flight\{[^}]*\} 2/.test(
          (
            await call(service, 'GET', '/metrics')
          ).text,
        ),
      );
      const exited = once(service.child, 'exit');
      service.child.kill('SIGTERM');
      await ctx.eventually(
        'the service is unready',
        async () => (await call(service, 'GET', '/readyz')).status === 503,
      );
      await ctx.eventually('the port is closed', () =>
        fetch(`${service.baseUrl}/healthz`).then(
          () => false,
          () => true,
        ),
      );
      held.end(body.slice(5));
      const [response] = await answered;
      response.resume();
      assert.equal(response.statusCode, 201);
      assert.deepEqual(await exited, [0, null]);
    },
  },

  checks: {
    'the catalog files name the API that is there': ctx => {
      const catalog = ctx.read('catalog-info.yaml');
      assert.match(catalog, /providesApis:\n {4}- 'hello-prod-api'/);
      assert.match(catalog, /\$text: \.\/api\/openapi\.yaml/);
      assert.match(ctx.read('api/openapi.yaml'), /^openapi: 3\.1/);
    },

    'a changed promise is an error until the files follow': ctx => {
      const { folder, edit, refuses } = copyOf(ctx, 'stale');
      const generator = 'scripts/generate-observability.ts';
      edit('observability/source.yaml', text =>
        text.replace('target: 0.9995', 'target: 0.999'),
      );
      assert.match(
        refuses(generator, '--check'),
        /rules\.yaml is not what .* says; run make observability/,
      );
      ctx.run(process.execPath, [generator], folder);
      ctx.run(process.execPath, [generator, '--check'], folder);
      const changed = ctx.git(folder, 'diff', '--name-only').trim().split('\n');
      assert.deepEqual(changed.sort(), [
        'docs/slo.yaml',
        'observability/dashboard.json',
        'observability/rules.yaml',
        'observability/source.yaml',
      ]);
      ctx.run('promtool', [
        'check',
        'rules',
        '--lint=all',
        join(folder, 'observability/rules.yaml'),
      ]);
    },

    'an expired flag is an error': ctx => {
      const { edit, refuses } = copyOf(ctx, 'expired');
      edit('feature-flags/document-summaries.yaml', text =>
        text.replace(/expires: .*/, "expires: '2026-01-31'"),
      );
      assert.match(
        refuses('scripts/check-flags.ts'),
        /document-summaries expired on 2026-01-31\. Owner group:/,
      );
    },

    'a release follows from the commits, and what it made passes the contract':
      ctx => {
        const { folder, edit } = copyOf(ctx, 'release');
        for (const [key, value] of [
          ['user.name', 'Template test'],
          ['user.email', 'template-test@example.invalid'],
        ])
          ctx.git(folder, 'config', key, value);
        ctx.run('make', ['release'], folder);
        edit('docs/index.md', text => `${text}\nMore.\n`);
        ctx.git(
          folder,
          'commit',
          '--quiet',
          '--all',
          '--message',
          'feat(docs): say more',
        );
        ctx.run('make', ['commits', 'SINCE=v0.1.0'], folder);
        ctx.run('make', ['release'], folder);
        assert.equal(ctx.git(folder, 'describe').trim(), 'v0.2.0');
        assert.equal(ctx.git(folder, 'status', '--porcelain'), '');
        for (const path of ['api/openapi.yaml', 'deploy/helm/Chart.yaml'])
          assert.match(
            readFileSync(join(folder, path), 'utf8'),
            /version: 0\.2\.0/,
          );
        assert.match(
          readFileSync(join(folder, 'CHANGELOG.md'), 'utf8'),
          /## 0\.2\.0 \(.*\n\n### Features\n\n- \*\*docs:\*\* say more/,
        );
        ctx.run(
          process.execPath,
          ['node_modules/vitest/vitest.mjs', 'run', '--project', 'contract'],
          folder,
        );
      },

    'the chart sends the canary the share it was given': ctx => {
      const split = (...values) =>
        [
          ...helmTemplate(ctx, 'canary.image.tag=0.2.0', ...values).matchAll(
            /^ {2}replicas: (\d+)$/gm,
          ),
        ].map(([, replicas]) => Number(replicas));
      const set = (replicas, weight) => {
        const file = join(ctx.workspace, `canary-${replicas}-${weight}.json`);
        writeFileSync(
          file,
          JSON.stringify({
            replicas,
            canary: { enabled: true, weight, image: { tag: '0.2.0' } },
          }),
        );
        return [
          ...ctx
            .run('helm', [
              'template',
              'proof',
              join(ctx.clone, 'deploy/helm'),
              '--values',
              file,
            ])
            .matchAll(/^ {2}replicas: (\d+)$/gm),
        ].map(([, count]) => Number(count));
      };
      assert.deepEqual(split(), [1], 'the tier decides');
      assert.deepEqual(split('tier=tier-1'), [3]);
      assert.deepEqual(set(10, 20), [8, 2]);
      assert.deepEqual(set(4, 100), [0, 4]);
      assert.deepEqual(set(4, 0), [4, 0]);
      assert.deepEqual(set(1, 10), [1, 1]);
    },

    'the chart takes a digest, and refuses what would be unsafe': ctx => {
      const digest = `sha256:${'a'.repeat(64)}`;
      assert.ok(
        helmTemplate(ctx, `image.digest=${digest}`).includes(
          `image: "registry.example.com/hello-prod@${digest}"`,
        ),
      );
      const chart = join(ctx.clone, 'deploy/helm');
      for (const [values, message] of [
        [{ image: { digest: 'latest' } }, /digest/],
        [{ runAsUser: 0 }, /runAsUser/],
        [{ canary: { enabled: true } }, /canary\.enabled needs/],
        [{ canary: { weight: 101 } }, /weight/],
        [{ surprise: true }, /surprise/],
        [
          {
            dataClassification: 'pii',
            networkPolicy: { egress: { internet: true } },
          },
          /must be off for pii data/,
        ],
        [
          {
            autoscaling: { enabled: true },
            canary: { enabled: true, image: { tag: '0.2.0' } },
          },
          /autoscaling would undo/,
        ],
        [
          {
            networkPolicy: {
              egress: {
                to: [{ name: 'all', ports: [443], cidrs: ['0.0.0.0/0'] }],
              },
            },
          },
          /cidrs/,
        ],
      ]) {
        const file = join(ctx.workspace, 'refused.json');
        writeFileSync(file, JSON.stringify(values));
        assert.throws(
          () => ctx.run('helm', ['template', 'proof', chart, '--values', file]),
          message,
        );
      }
    },

    'a gateway splits requests by weight, between Services of their own':
      ctx => {
        const file = join(ctx.workspace, 'gateway.json');
        writeFileSync(
          file,
          JSON.stringify({
            tier: 'tier-1',
            gateway: { enabled: true },
            autoscaling: { enabled: true },
            canary: { enabled: true, weight: 30, image: { tag: '0.2.0' } },
          }),
        );
        const manifests = ctx.run('helm', [
          'template',
          'proof',
          join(ctx.clone, 'deploy/helm'),
          '--values',
          file,
        ]);
        assert.match(
          manifests,
          /- name: proof-hello-prod-stable\n +port: 80\n +weight: 70\n +- name: proof-hello-prod-canary\n +port: 80\n +weight: 30\n/,
        );
        assert.equal(manifests.match(/^kind: Service$/gm).length, 3);
        assert.match(manifests, /kind: HorizontalPodAutoscaler/);
        assert.match(manifests, /value: "\/documents"/);
        assert.doesNotMatch(manifests, /value: "\/(metrics|status)?"/);
      },

    'a repository of 1.0.0 comes to this version with what its team wrote':
      async ctx => {
        const { answers, template } = ctx;
        const templates = engine.openTemplates(templatesRoot, {
          allowUnreleased: true,
        });
        const first = await templates.get(template.name, '1.0.0');
        const folder = ctx.cloneOf(
          engine.render(first, answers).files,
          'update-from-1.0.0',
        );
        const edits = {
          'infra/README.md': text => `${text}\nOur cluster is called north.\n`,
          'README.md': text => `${text}\nOurs.\n`,
          'src/models/database.ts': text =>
            text.replace(
              '  documents: DocumentTable;',
              '  documents: DocumentTable;\n  orders: DocumentTable;',
            ),
          Makefile: text => `${text}\nours: ## Our own\n\techo ours\n`,
          'package.json': text =>
            text.replace('    "start":', '    "ours": "echo",\n    "start":'),
        };
        for (const [path, edit] of Object.entries(edits)) {
          const file = join(folder, path);
          writeFileSync(file, edit(readFileSync(file, 'utf8')));
        }
        ctx.git(
          folder,
          'commit',
          '--quiet',
          '--all',
          '--message',
          'feat: ours',
        );
        const update = to =>
          engine.updateRepository({
            gitDir: join(folder, '.git'),
            commit: 'HEAD',
            templates,
            to,
            author: {
              name: 'Template test',
              email: 'template-test@example.invalid',
            },
            committedAtMs: 0,
          });
        const updated = await update(template.version);
        assert.deepEqual(updated.conflicts, []);
        assert.equal(updated.status, 'clean');
        assert.match(updated.notes[0].text, /make observability/);
        ctx.git(folder, 'merge', '--quiet', '--ff-only', updated.commit);
        const read = ctx.readIn(folder);
        for (const [path, line] of [
          ['deploy/README.md', /Our cluster is called north\./],
          ['README.md', /^Ours\.$/m],
          ['src/models/database.ts', /orders: DocumentTable;/],
          [
            'Makefile',
            /^ours:.*[\s\S]*^observability:|^observability:[\s\S]*^ours:/m,
          ],
          ['package.json', /"ours": "echo"/],
        ])
          assert.match(read(path), line);
        assert.throws(() => read('infra/README.md'), { code: 'ENOENT' });
        symlinkSync(
          join(ctx.clone, 'node_modules'),
          join(folder, 'node_modules'),
        );
        ctx.run(
          process.execPath,
          ['scripts/generate-observability.ts', '--check'],
          folder,
        );
        ctx.run(process.execPath, ['node_modules/typescript/bin/tsc'], folder);

        // A target that the team changed where 1.0.0 kept it is theirs to move.
        ctx.git(folder, 'reset', '--quiet', '--hard', 'HEAD^1');
        const slo = join(folder, 'docs/slo.yaml');
        writeFileSync(slo, read('docs/slo.yaml').replace('0.9995', '0.999'));
        ctx.git(folder, 'commit', '--quiet', '--all', '--message', 'feat: aim');
        const { status, conflicts } = await update(template.version);
        assert.equal(status, 'conflicts');
        assert.deepEqual(
          conflicts.map(({ path }) => path),
          ['docs/slo.yaml'],
        );
      },

    'the image is not root, and its base can be pinned by digest': ctx => {
      const dockerfile = ctx.read('docker/Dockerfile');
      assert.match(dockerfile, /^ARG NODE_IMAGE=node:24-bookworm-slim$/m);
      const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(
        ([, base]) => base,
      );
      assert.ok(bases.length >= 2);
      for (const base of bases)
        assert.ok(
          ['${NODE_IMAGE}', 'base', 'development'].includes(base),
          base,
        );
      const [, production] = dockerfile.split(' AS production');
      assert.match(production, /^USER 1000:1000$/m);
    },
  },
};
