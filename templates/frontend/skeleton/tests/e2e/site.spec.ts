import { expect, expectAccessible, test } from './fixtures.ts';

/** What a first visit may cost, compressed; a third of a second on a good mobile network. */
const SCRIPT_BUDGET_BYTES = 180_000;

test('the policy is in force: inline code, evaluation and HTML from text are stopped and counted', async ({
  page,
  site,
  watch,
}) => {
  await page.goto('/documents');
  await expect(page.getByRole('row')).toHaveCount(21);
  expect(watch.faults).toEqual([]);
  const outcome = await page.evaluate(() => {
    const attempts: Record<string, boolean> = {};
    const attempt = (name: string, act: () => void): void => {
      try {
        act();
        attempts[name] = true;
      } catch {
        attempts[name] = false;
      }
    };
    const script = document.createElement('script');
    attempt('script text', () => {
      script.text = 'window.injected = true';
    });
    attempt('inner HTML', () => {
      document.body.innerHTML = '<p>injected</p>';
    });
    attempt('policy', () => {
      const { trustedTypes } = window as unknown as {
        trustedTypes: { createPolicy: (name: string, rules: object) => unknown };
      };
      trustedTypes.createPolicy('mine', {});
    });
    const handler = document.createElement('div');
    handler.setAttribute('style', 'color: red');
    return { attempts, injected: 'injected' in window };
  });
  expect(outcome).toEqual({
    attempts: { 'script text': false, 'inner HTML': false, policy: false },
    injected: false,
  });
  await page.addScriptTag({ url: 'https://elsewhere.invalid/x.js' }).catch(() => undefined);
  await expect
    .poll(() => watch.faults.join('\n'))
    .toMatch(/require-trusted-types-for|trusted-types/);
  await expect
    .poll(async () => (await fetch(site.metricsUrl)).text())
    .toMatch(
      /csp_violations_total\{[^}]*directive="(require-trusted-types-for|trusted-types)"\} [1-9]/,
    );
  watch.faults.length = 0;
});

test('an address that is no page says so, in the status too', async ({ page }) => {
  const response = await page.goto('/nowhere/at/all');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  await expectAccessible(page);
});

test('a page whose parts a deploy took away loads the new one', async ({ page, watch }) => {
  await page.goto('/documents');
  await expect(page.getByRole('row')).toHaveCount(21);
  let refused = 0;
  await page.route(/\/assets\/DocumentDetail-.*\.js$/, async (route) => {
    refused += 1;
    await (refused === 1 ? route.fulfill({ status: 404, body: '' }) : route.continue());
  });
  const loadedAgain = page.waitForEvent('load');
  await page.getByRole('link', { name: 'Release notes 28' }).click();
  await loadedAgain;
  expect(refused).toBe(1);
  await page.getByRole('link', { name: 'Release notes 28' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'Release notes 28' })).toBeVisible();
  expect(watch.faults).toEqual([]);
});

test('without settings the page says so instead of staying empty', async ({ page, watch }) => {
  await page.route('**/config.json', (route) => route.fulfill({ status: 503, body: '' }));
  await page.goto('/documents');
  await expect(page.getByRole('alert')).toHaveText(/settings could not be loaded/);
  await expectAccessible(page);
  // Settings that are not what the schema says are none.
  await page.unroute('**/config.json');
  await page.route('**/config.json', (route) =>
    route.fulfill({ json: { apiBaseUrl: 'javascript:alert(1)' } }),
  );
  await page.reload();
  await expect(page.getByRole('alert')).toHaveText(/settings could not be loaded/);
  expect(watch.faults).toEqual([]);
});

test('what people experience arrives in the metrics, and a visit is cheap', async ({
  page,
  site,
}) => {
  await page.goto('/documents');
  await expect(page.getByRole('row')).toHaveCount(21);
  const bytes = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter((entry): entry is PerformanceResourceTiming => entry.name.endsWith('.js'))
      .reduce((sum, entry) => sum + entry.encodedBodySize, 0),
  );
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThan(SCRIPT_BUDGET_BYTES);
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await page.goto('about:blank');
  await expect
    .poll(async () => (await fetch(site.metricsUrl)).text())
    .toMatch(/web_vital_lcp_seconds_count\{[^}]*page="\/documents"\} [1-9]/);
});
