// The first walk through the house, timed: from a fresh clone to a green service.
import AxeBuilder from '@axe-core/playwright';
import { chromium } from '@playwright/test';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  configFiles,
  freePort,
  root,
  startBackend,
  stop,
  waitUntilReady,
} from '../../scripts/lib.mjs';
import { buildApp } from '../../scripts/build-app.mjs';
import { seedCatalog } from '../seedCatalog.mjs';

const seconds = since => (performance.now() - since) / 1000;
const median = values =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const pause = ms => new Promise(next => setTimeout(next, ms));
const exec = promisify(execFile);
const BROWSER = {
  executablePath: process.env.CHROMIUM_PATH,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

/** Runs `make start` in a clone until it says where the portal is. @returns seconds */
async function makeStart(clone, port, env) {
  const started = performance.now();
  const child = spawn('make', ['start', `PORT=${port}`], {
    cwd: clone,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', chunk => (said += chunk));
  await new Promise((done, failed) => {
    child.stdout.on(
      'data',
      chunk => String(chunk).includes('is ready') && done(),
    );
    child.once('close', code =>
      failed(new Error(`make start ended with ${code}: ${said}`)),
    );
  });
  const took = seconds(started);
  const over = new Promise(done => child.once('close', done));
  process.kill(-child.pid, 'SIGTERM');
  await over;
  return took;
}

/** A portal of this working tree, and how to ask it as a person. */
async function portal({ configs } = {}) {
  const port = await freePort();
  const dataDir = mkdtempSync(join(tmpdir(), 'companyos-bench-'));
  const child = startBackend({
    port,
    dataDir,
    logFile: join(root, '.reports/bench-portal.log'),
    configs,
  });
  if (
    !(await waitUntilReady({
      port,
      timeoutMs: 120_000,
      isOver: () => child.exitCode !== null,
    }))
  ) {
    throw new Error('the portal did not start; see .reports/bench-portal.log');
  }
  const url = `http://localhost:${port}`;
  const signIn = async persona => {
    for (;;) {
      const response = await fetch(`${url}/api/auth/personas/refresh`, {
        headers: {
          'x-companyos-persona': persona,
          'x-requested-with': 'XMLHttpRequest',
        },
      });
      if (response.ok)
        return {
          authorization: `Bearer ${
            (await response.json()).backstageIdentity.token
          }`,
        };
      await pause(250);
    }
  };
  return {
    url,
    dataDir,
    signIn,
    async stop() {
      await stop(child);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function setUp(figure) {
  const folder = mkdtempSync(join(tmpdir(), 'companyos-setup-'));
  const clone = join(folder, 'portal');
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', root, clone]);
  // Nothing downloaded before is used: the caches of the package managers start empty.
  const cold = {
    YARN_GLOBAL_FOLDER: join(folder, 'yarn'),
    YARN_ENABLE_GLOBAL_CACHE: 'true',
    npm_config_cache: join(folder, 'npm'),
    PIP_CACHE_DIR: join(folder, 'pip'),
    PATH: process.env.PATH.split(':')
      .filter(part => !part.startsWith(join(root, '.tools')))
      .join(':'),
  };
  const port = await freePort();
  figure('setup_s', await makeStart(clone, port, cold), { unit: 's' });
  const starts = [];
  for (let i = 0; i < 3; i++) starts.push(await makeStart(clone, port, cold));
  figure('start_s', median(starts), { unit: 's', n: starts.length });
  rmSync(folder, { recursive: true, force: true });
}

async function scaffold(figure, { url, signIn, dataDir }) {
  const headers = {
    ...(await signIn('leo.martins')),
    'content-type': 'application/json',
  };
  const ask = path => fetch(`${url}${path}`, { headers });
  while (
    !(await ask('/api/catalog/entities/by-name/template/default/api-service'))
      .ok
  )
    await pause(250);

  const scaffolds = [];
  const visibles = [];
  let service;
  let clicked;
  for (const name of ['bench-one', 'bench-two', 'bench-three']) {
    const published = (async () => {
      while (!existsSync(join(dataDir, 'repos', 'payments-team', name)))
        await pause(20);
      return performance.now();
    })();
    const visible = (async () => {
      await published;
      while (
        !(await ask(`/api/catalog/entities/by-name/component/default/${name}`))
          .ok
      )
        await pause(50);
      return performance.now();
    })();
    clicked = performance.now();
    const response = await fetch(`${url}/api/scaffolder/v2/tasks`, {
      method: 'POST',
      headers,
      body: JSON.stringify({
        templateRef: 'template:default/api-service',
        values: { name, owner: 'group:default/payments-team' },
      }),
    });
    if (!response.ok) throw new Error(await response.text());
    const { id } = await response.json();
    for (;;) {
      const task = await (await ask(`/api/scaffolder/v2/tasks/${id}`)).json();
      if (task.status === 'completed') break;
      if (['failed', 'cancelled'].includes(task.status))
        throw new Error(`task ${task.status}`);
      await pause(50);
    }
    scaffolds.push(seconds(clicked));
    visibles.push(((await visible) - (await published)) / 1000);
    service = name;
  }
  figure('scaffold_s', median(scaffolds), { unit: 's', n: scaffolds.length });
  figure('visible_s', median(visibles), { unit: 's', n: visibles.length });

  const folder = mkdtempSync(join(tmpdir(), 'companyos-generated-'));
  execFileSync('git', [
    'clone',
    '--quiet',
    join(dataDir, 'repos', 'payments-team', service),
    join(folder, service),
  ]);
  const ci = performance.now();
  await exec('make', ['ci'], {
    cwd: join(folder, service),
    env: { ...process.env, CI: 'true', npm_config_cache: join(folder, 'npm') },
    maxBuffer: 2 ** 26,
  });
  figure('generated_ci_s', seconds(ci), { unit: 's' });
  figure('click_to_green_s', seconds(clicked), { unit: 's' });
  rmSync(folder, { recursive: true, force: true });
}

async function enter(page, url) {
  await page.goto(url);
  await page.getByRole('button', { name: /Maya Chen/ }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

async function accessibility(figure, { url }) {
  const browser = await chromium.launch(BROWSER);
  const page = await (await browser.newContext()).newPage();
  await enter(page, url);
  let grave = 0;
  for (const path of [
    '/',
    '/catalog',
    '/create',
    '/docs',
    '/decisions',
    '/settings',
    '/catalog/default/component/hello-prod',
  ]) {
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.goto(url + path);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await page.waitForLoadState('networkidle');
      const { violations } = await new AxeBuilder({ page }).analyze();
      grave += violations.filter(
        ({ impact }) => impact === 'serious' || impact === 'critical',
      ).length;
    }
  }
  figure('axe_serious', grave, { unit: 'count' });
  await browser.close();
}

async function largeCatalog(figure) {
  const folder = mkdtempSync(join(tmpdir(), 'companyos-seed-'));
  const seed = join(folder, 'components.yaml');
  const config = join(folder, 'app-config.bench.yaml');
  seedCatalog(1000, seed);
  writeFileSync(
    config,
    JSON.stringify({
      catalog: {
        locations: [
          { type: 'file', target: './catalog-info.yaml' },
          {
            type: 'file',
            target: './examples/all.yaml',
            rules: [
              {
                allow: [
                  'Component',
                  'System',
                  'API',
                  'Resource',
                  'Domain',
                  'Location',
                  'User',
                  'Group',
                ],
              },
            ],
          },
          { type: 'file', target: seed },
        ],
      },
    }),
  );
  const loaded = await portal({ configs: [...configFiles(), config] });
  const headers = await loaded.signIn('maya.chen');
  for (;;) {
    const response = await fetch(
      `${loaded.url}/api/catalog/entities/by-query?filter=kind=component&limit=0`,
      { headers },
    );
    if ((await response.json()).totalItems >= 1000) break;
    await pause(500);
  }
  const browser = await chromium.launch(BROWSER);
  const page = await (await browser.newContext()).newPage();
  await enter(page, loaded.url);
  const times = [];
  for (let i = 0; i < 5; i++) {
    await page.goto('about:blank');
    const started = performance.now();
    await page.goto(
      `${loaded.url}/catalog?filters[kind]=component&filters[user]=all`,
      { waitUntil: 'commit' },
    );
    await page
      .getByRole('link', { name: /load-000/ })
      .first()
      .waitFor();
    await page.locator('#content').getByRole('searchbox').first().fill('load');
    times.push(seconds(started));
  }
  figure('catalog_interactive_s', median(times), {
    unit: 's',
    n: times.length,
  });
  await browser.close();
  await loaded.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** @param {(metric: string, value: number, about?: object) => void} figure */
export default async function foundation(figure) {
  await buildApp({ quiet: true });
  await setUp(figure);
  const running = await portal();
  await scaffold(figure, running);
  await accessibility(figure, running);
  await running.stop();
  await largeCatalog(figure);
}
