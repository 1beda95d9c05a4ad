// What only this template promises; templates/testing proves what all of them do.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';

const NAME = 'hello-web';

/** Starts a program of the clone; its lines come with it. */
function start(ctx, args, env) {
  const lines = [];
  const child = ctx.spawn(process.execPath, args, {
    cwd: ctx.clone,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: child.stdout }).on('line', line => lines.push(line));
  return { child, lines };
}

/** The API in memory, and what production runs in front of it, on free ports. */
async function startSite(ctx, env = {}) {
  const api = start(ctx, ['scripts/dev-api.ts', '--port', '0']);
  const announced = await ctx.eventually('the API is there', () =>
    api.lines.find(line => line.startsWith('documents API')),
  );
  const [apiUrl] = /http:\S+/.exec(announced);
  const site = start(ctx, ['dist/server/main.js'], {
    NODE_ENV: 'development',
    PORT: '0',
    METRICS_PORT: '0',
    DRAIN_DELAY_MS: '1500',
    API_BASE_URL: apiUrl,
    ...env,
  });
  const log = () => site.lines.map(line => JSON.parse(line));
  await ctx.eventually('the site is ready', () => {
    assert.equal(site.child.exitCode, null, 'the site stopped while starting');
    return log().some(({ action }) => action === 'ready');
  });
  const { port, metrics_port: metricsPort } = log().find(
    ({ action }) => action === 'listen',
  );
  return {
    api,
    apiUrl,
    child: site.child,
    log,
    port,
    baseUrl: `http://127.0.0.1:${port}`,
    metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
  };
}

async function stopSite({ api, child }) {
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  assert.deepEqual(await exited, [0, null]);
  const apiExited = once(api.child, 'exit');
  api.child.kill('SIGTERM');
  assert.deepEqual(await apiExited, [0, null]);
}

/** A request no client library has tidied up: the path as it is, nothing unpacked. */
async function raw(service, path, { method = 'GET', headers = {}, body } = {}) {
  const request = httpRequest({
    host: '127.0.0.1',
    port: service.port,
    path,
    method,
    headers,
  });
  request.end(body);
  const [response] = await once(request, 'response');
  const chunks = [];
  for await (const chunk of response) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  return {
    status: response.statusCode,
    headers: response.headers,
    bytes,
    text: bytes.toString('utf8'),
  };
}

/** Path of the script that the page begins with. */
async function entryScript(service) {
  const { text } = await raw(service, '/');
  return /<script type="module"[^>]* src="(\/assets\/[^"]+)"/.exec(text)[1];
}

/** Opens a page of the machine's browser that keeps what the policy stopped; `body` gets it. */
async function inBrowser(ctx, body) {
  const require = createRequire(join(ctx.clone, 'package.json'));
  const { chromium } = require('@playwright/test');
  const { AxeBuilder } = require('@axe-core/playwright');
  const { findChromium } = await import(
    pathToFileURL(join(ctx.clone, 'tests/support/findChromium.ts')).href
  );
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const browserContext = await browser.newContext();
    const page = await browserContext.newPage();
    const faults = [];
    await page.exposeFunction('__stopped', what => faults.push(what));
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', event =>
        window.__stopped(`${event.effectiveDirective} ${event.blockedURI}`),
      );
    });
    page.on('pageerror', error => faults.push(error.message));
    const assertAccessible = async () => {
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        const { violations } = await new AxeBuilder({ page }).analyze();
        assert.deepEqual(
          violations
            .filter(({ impact }) => /serious|critical/.test(impact))
            .map(({ id }) => `${colorScheme} ${id}`),
          [],
        );
      }
    };
    await body(page, { faults, assertAccessible });
  } finally {
    await browser.close();
  }
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

export default {
  name: NAME,

  invalidAnswers: [
    { name: NAME, description: 'ends with a colon:' },
    { name: NAME, description: 'an <img> element' },
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

  boot: ctx => startSite(ctx),

  async probe(ctx, service) {
    for (const [path, expected] of [
      ['/healthz', { status: 'ok' }],
      ['/readyz', { status: 'ready', phase: 'ready' }],
      ['/health', { service: NAME, version: '0.1.0' }],
      ['/config.json', { service: NAME, apiBaseUrl: service.apiUrl }],
    ]) {
      const { status, text } = await raw(service, path);
      assert.equal(status, 200, path);
      assert.partialDeepStrictEqual(JSON.parse(text), expected);
    }
    const page = await raw(service, '/documents');
    assert.equal(page.status, 200);
    assert.match(page.headers['content-security-policy'], /default-src 'none'/);
    const metrics = await (await fetch(service.metricsUrl)).text();
    assert.match(metrics, /service_build_info\{service="hello-web"/);
  },

  stop: (ctx, service) => stopSite(service),

  tests: {
    'the policy is strict and on every answer': async (ctx, service) => {
      for (const path of ['/', '/config.json', '/nowhere', '/healthz', '/%']) {
        const { headers } = await raw(service, path);
        const policy = headers['content-security-policy'];
        assert.doesNotMatch(policy, /unsafe-|\*|data:|blob:/, path);
        for (const directive of [
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          `connect-src 'self' ${service.apiUrl}`,
          "base-uri 'none'",
          "frame-ancestors 'none'",
          "require-trusted-types-for 'script'",
        ])
          assert.ok(policy.split('; ').includes(directive), directive);
        assert.equal(headers['x-content-type-options'], 'nosniff');
        assert.match(headers['x-trace-id'], /^[0-9a-f]{32}$/);
      }
      const { text } = await raw(service, '/');
      assert.doesNotMatch(text, /<style|style=|<script(?![^>]* src=)/);
    },

    'names decide what is kept: assets for ever, pages and settings never unasked':
      async (ctx, service) => {
        const script = await entryScript(service);
        const asset = await raw(service, script, {
          headers: { 'accept-encoding': 'gzip, br' },
        });
        assert.equal(
          asset.headers['cache-control'],
          'public, max-age=31536000, immutable',
        );
        assert.equal(asset.headers['content-encoding'], 'br');
        assert.equal(asset.headers.vary, 'accept-encoding');
        const plain = await raw(service, script);
        assert.equal(plain.headers['content-encoding'], undefined);
        assert.deepEqual(brotliDecompressSync(asset.bytes), plain.bytes);
        assert.notEqual(asset.headers.etag, plain.headers.etag);

        for (const path of ['/', '/documents/new', '/config.json']) {
          const { headers } = await raw(service, path);
          assert.equal(headers['cache-control'], 'no-cache', path);
          const again = await raw(service, path, {
            headers: { 'if-none-match': headers.etag },
          });
          assert.equal(again.status, 304, path);
          assert.equal(again.bytes.length, 0);
        }
        const head = await raw(service, script, { method: 'HEAD' });
        assert.equal(head.headers['content-length'], `${plain.bytes.length}`);
        assert.equal(head.bytes.length, 0);
      },

    'what is not a file of the site is not served, however it is asked for':
      async (ctx, service) => {
        const secrets = /"devDependencies"|root:|API_BASE_URL/;
        for (const path of [
          '/../package.json',
          '/assets/../../../package.json',
          '/%2e%2e/%2e%2e/package.json',
          '/..%2f..%2fpackage.json',
          '/assets/..%5c..%5cpackage.json',
          '/%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd',
          '//etc/passwd',
          '/package.json',
          '/server/main.js',
          '/dist/server/main.js',
          '/.env',
          '/assets/index.html%00.js',
          '/%c0%ae%c0%ae/package.json',
          '/metrics',
          '/assets/',
        ]) {
          const { status, text } = await raw(service, path);
          assert.ok([400, 404].includes(status), `${path} ${status}`);
          assert.doesNotMatch(text, secrets, path);
        }
        // A request line no client would send.
        const socket = connect(service.port, '127.0.0.1');
        socket.end(
          'GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
        );
        let answer = '';
        for await (const chunk of socket) answer += chunk;
        assert.match(answer, /^HTTP\/1\.1 40[04]/);
        assert.doesNotMatch(answer, secrets);
        assert.equal(
          (await raw(service, '/', { method: 'DELETE' })).status,
          405,
        );
      },

    'reports are limited in size and in what they may say': async (
      ctx,
      service,
    ) => {
      const report = (path, body) =>
        raw(service, path, { method: 'POST', body });
      const vital = { kind: 'vital', name: 'LCP', value: 1.2, page: '/' };
      assert.equal(
        (await report('/beacons', JSON.stringify(vital))).status,
        204,
      );
      for (const [body, status] of [
        [JSON.stringify({ ...vital, page: '/made-up' }), 400],
        [JSON.stringify({ ...vital, name: 'x' }), 400],
        [JSON.stringify({ ...vital, text: 'who typed what' }), 400],
        ['{', 400],
        [JSON.stringify({ ...vital, page: 'x'.repeat(5_000) }), 413],
      ])
        assert.equal((await report('/beacons', body)).status, status, body);
      const blocked = {
        'csp-report': {
          'effective-directive': 'script-src-elem',
          'blocked-uri': 'https://evil.example/x.js?q=secret',
        },
      };
      assert.equal(
        (await report('/csp-reports', JSON.stringify(blocked))).status,
        204,
      );
      const line = await ctx.eventually('the report is in the log', () =>
        service.log().find(({ action }) => action === 'csp-report'),
      );
      assert.equal(line.blocked, 'https://evil.example');
    },

    'a person reads and creates documents in a real browser, and the policy stops nothing':
      (ctx, service) =>
        inBrowser(ctx, async (page, { faults, assertAccessible }) => {
          await page.goto(`${service.baseUrl}/`);
          await page.getByRole('link', { name: 'Release notes 28' }).waitFor();
          await assertAccessible();
          await page.getByRole('link', { name: 'Release notes 28' }).click();
          await page
            .getByRole('heading', { level: 2, name: 'Release notes 28' })
            .waitFor();
          assert.equal(
            await page.evaluate(() => document.activeElement.tagName),
            'H1',
          );
          await assertAccessible();
          await page
            .getByRole('navigation')
            .getByRole('link', { name: 'New document' })
            .click();
          await page.getByLabel('Workspace').fill('proof');
          await page.getByLabel('Title').fill('<b onclick=alert(1)>Proof</b>');
          await page.getByLabel('Content').fill('Typed by nobody.');
          await assertAccessible();
          await page.getByRole('button', { name: 'Create document' }).click();
          await page
            .getByRole('heading', {
              level: 2,
              name: '<b onclick=alert(1)>Proof</b>',
            })
            .waitFor();
          await page.goto(`${service.baseUrl}/documents?workspace=proof`);
          await page
            .getByRole('link', { name: '<b onclick=alert(1)>Proof</b>' })
            .waitFor();
          await page.goto(`${service.baseUrl}/documents?workspace=empty`);
          await page.getByText('has no documents').waitFor();
          await assertAccessible();
          assert.deepEqual(faults, []);
        }),

    'an error of the API shows its trace id': (ctx, service) =>
      inBrowser(ctx, async (page, { faults, assertAccessible }) => {
        for (const [workspace, status] of [
          ['denied', 403],
          ['broken', 503],
        ]) {
          const answers = [];
          const listen = async response => {
            if (response.url().includes('/documents?workspace_id='))
              answers.push(await response.json().catch(() => ({})));
          };
          page.on('response', listen);
          await page.goto(
            `${service.baseUrl}/documents?workspace=${workspace}`,
          );
          const shown = await page
            .getByRole('alert')
            .getByRole('code')
            .textContent();
          await ctx.eventually('the answer was read', () =>
            answers.some(
              answer => answer.status === status && answer.trace_id === shown,
            ),
          );
          page.off('response', listen);
          await assertAccessible();
        }
        assert.deepEqual(faults, []);
      }),

    'every metric that alerts and panels ask for is there, under the labels they use':
      async (ctx, service) => {
        // Beacons of all kinds, as browsers send them.
        for (const name of ['CLS', 'FCP', 'INP', 'LCP', 'TTFB'])
          await raw(service, '/beacons', {
            method: 'POST',
            body: JSON.stringify({
              kind: 'vital',
              name,
              value: 0.1,
              page: '/documents',
            }),
          });
        const text = await (await fetch(service.metricsUrl)).text();
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
        assert.match(text, /^web_vital_lcp_seconds_bucket\{.*le="2\.5"/m);
      },

    'SIGTERM takes what is half sent, then exits 0': async ctx => {
      const service = await startSite(ctx);
      const body = JSON.stringify({ kind: 'error', page: 'unknown' });
      const held = httpRequest(`${service.baseUrl}/beacons`, {
        method: 'POST',
        headers: { 'content-length': String(body.length) },
      });
      const answered = once(held, 'response');
      held.write(body.slice(0, 5));
      await ctx.eventually('the half-sent report is being read', async () =>
        /http_requests_in_flight\{[^}]*\} 1/.test(
          await (await fetch(service.metricsUrl)).text(),
        ),
      );
      const stopped = stopSite(service);
      await ctx.eventually(
        'the site is unready',
        async () => (await raw(service, '/readyz')).status === 503,
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
      assert.equal(response.statusCode, 204);
      await stopped;
    },
  },

  checks: {
    'settings that are no settings, or secrets, stop the start without being repeated':
      ctx => {
        const attempt = env => {
          try {
            ctx.run(process.execPath, ['dist/server/main.js'], ctx.clone, {
              PORT: '0',
              METRICS_PORT: '0',
              ...env,
            });
          } catch (error) {
            return error.message;
          }
          return assert.fail('it was expected to stop');
        };
        const withPassword = attempt({
          API_BASE_URL: 'https://me:hunter2@api.example.com',
        });
        assert.match(withPassword, /API_BASE_URL/);
        assert.doesNotMatch(withPassword, /hunter2/);
        assert.match(
          attempt({ API_BASE_URL: 'https://api.example.com/?token=abc' }),
          /API_BASE_URL/,
        );
        assert.match(
          attempt({
            NODE_ENV: 'production',
            API_BASE_URL: 'http://api.example.com',
          }),
          /HTTPS/,
        );
        assert.match(attempt({ FEATURE_FLAGS: 'made-up=on' }), /made-up/);
      },

    'a changed API is an error until the client follows': ctx => {
      const { folder, edit, refuses } = copyOf(ctx, 'stale-api');
      edit('api/openapi.yaml', text =>
        text.replace('enum: [note, report, contract]', 'enum: [note, report]'),
      );
      assert.match(
        refuses('scripts/generate-api.ts', '--check'),
        /is not what api\/openapi\.yaml says; run make api/,
      );
      ctx.run(process.execPath, ['scripts/generate-api.ts'], folder);
      ctx.run(process.execPath, ['scripts/generate-api.ts', '--check'], folder);
      // And the compiler says what no longer fits.
      assert.match(refuses('node_modules/typescript/bin/tsc'), /error TS\d+/);
    },

    'a changed promise is an error until the files follow': ctx => {
      const { folder, edit, refuses } = copyOf(ctx, 'stale-promise');
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
      ctx.run('promtool', [
        'check',
        'rules',
        '--lint=all',
        join(folder, 'observability/rules.yaml'),
      ]);
    },

    'an expired flag is an error': ctx => {
      const { edit, refuses } = copyOf(ctx, 'expired');
      edit('feature-flags/document-previews.yaml', text =>
        text.replace(/expires: .*/, "expires: '2026-01-31'"),
      );
      assert.match(
        refuses('scripts/check-flags.ts'),
        /document-previews expired on 2026-01-31\. Owner group:/,
      );
    },

    'inline styles and HTML from text do not pass the linter': ctx => {
      const { folder, edit, refuses } = copyOf(ctx, 'unsafe');
      edit('src/components/Loading.tsx', text =>
        text.replace(
          '<div className="skeleton" />',
          '<div style={{ height: 1 }} dangerouslySetInnerHTML={{ __html: words.loading }} />',
        ),
      );
      const message = refuses(
        join(folder, 'node_modules/eslint/bin/eslint.js'),
        'src/components/Loading.tsx',
      );
      assert.equal(message.match(/config\/csp\.ts forbids/g).length, 2);
    },

    'a release follows from the commits': ctx => {
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
      assert.match(
        readFileSync(join(folder, 'deploy/helm/Chart.yaml'), 'utf8'),
        /version: 0\.2\.0/,
      );
    },

    'the image is not root, its base can be pinned by digest, and it gets what it copies':
      ctx => {
        const dockerfile = ctx.read('docker/Dockerfile');
        assert.match(dockerfile, /^ARG NODE_IMAGE=node:24-bookworm-slim$/m);
        const stages = [...dockerfile.matchAll(/^FROM \S+ AS (\S+)$/gm)].map(
          ([, stage]) => stage,
        );
        const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(
          ([, base]) => base,
        );
        assert.equal(stages.length, bases.length);
        for (const base of bases)
          assert.ok(['${NODE_IMAGE}', ...stages].includes(base), base);
        const [, production] = dockerfile.split(' AS production');
        assert.match(production, /^USER 1000:1000$/m);
        const allowed = ctx
          .read('.dockerignore')
          .split('\n')
          .filter(line => line.startsWith('!'))
          .map(line => line.slice(1));
        for (const [, sources] of dockerfile.matchAll(
          /^COPY (?!--from)(?!\.)(.+) \S+$/gm,
        ))
          for (const source of sources.split(' '))
            assert.ok(allowed.includes(source), source);
      },
  },
};
