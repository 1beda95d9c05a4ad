import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base, type Page } from '@playwright/test';
import { startSite, type RunningSite } from '../support/startSite.ts';

interface Watch {
  /** What the content security policy stopped, and errors nothing handled, so far. */
  readonly faults: string[];
}

/**
 * A browser story: the built application in a real browser. After each one the browser must have seen no
 * violation of the content security policy and no unhandled error; `watch.faults` is there to look at, and to
 * empty where a story provokes some.
 */
export const test = base.extend<{ watch: Watch }, { site: RunningSite }>({
  site: [
    // Playwright reads the first parameter's pattern.
    async ({ browserName }, use) => {
      expect(browserName).toBe('chromium');
      const site = await startSite();
      await use(site);
      expect(await site.stop()).toBe(0);
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ site }, use) => {
    await use(site.url);
  },
  watch: [
    async ({ page }, use) => {
      const faults: string[] = [];
      await page.exposeFunction('__stopped', (what: string) => {
        faults.push(what);
      });
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          const { __stopped } = window as unknown as { __stopped: (what: string) => void };
          __stopped(`${event.effectiveDirective} stopped ${event.blockedURI} ${event.sample}`);
        });
      });
      page.on('console', (message) => {
        if (/content security policy|trusted ?types?/i.test(message.text())) {
          faults.push(message.text());
        }
      });
      page.on('pageerror', (error) => {
        faults.push(error.message);
      });
      await use({ faults });
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Fails on what axe finds serious or critical in the page as it is now; colours in the dark as well. */
export async function expectAccessible(page: Page): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    const axe = new AxeBuilder({ page });
    const { violations } = await (
      colorScheme === 'light' ? axe.withTags(tags) : axe.withRules(['color-contrast'])
    ).analyze();
    const grave = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${colorScheme}: ${id} ${nodes.map(({ html }) => html).join(' ')}`);
    expect(grave).toEqual([]);
  }
}
