import AxeBuilder from '@axe-core/playwright';
import { type Page, expect, test as base } from '@playwright/test';
import path from 'path';

const screens = path.resolve(__dirname, '../.reports/screens');

/** Console messages that mean the app was put together wrongly. */
const WIRING =
  /INVALID_EXTENSION|EXTENSION_[A-Z_]+|FEATURE_FLAG_INVALID|API_[A-Z_]+_(?:IGNORED|CONFLICT)|ROUTE_[A-Z_]+/;

export type Persona =
  | 'leo.martins'
  | 'maya.chen'
  | 'priya.nair'
  | 'hanna.berg'
  | 'omar.haddad'
  | 'grace.okafor';

/** The portal as one person sees it in one browser. */
export class Portal {
  /** What the browser said that it should not have: page errors and wiring warnings. */
  readonly complaints: string[] = [];

  constructor(readonly page: Page) {
    page.on('pageerror', error => this.complaints.push(error.message));
    page.on('console', message => {
      if (WIRING.test(message.text())) this.complaints.push(message.text());
    });
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
  }

  /** Enters as one of the example people, through the page a person sees. */
  async signInAs(persona: Persona): Promise<void> {
    await this.page.goto('/');
    const name = persona
      .split('.')
      .map(part => part.charAt(0).toUpperCase() + part.slice(1))
      .join(' ');
    const button = this.page.getByRole('button', { name: new RegExp(name) });
    await expect(button).toBeEnabled({ timeout: 60_000 });
    await button.click();
    await expect(
      this.page.getByRole('navigation', { name: 'Main' }),
    ).toBeVisible();
  }

  /** What axe finds that is serious or critical. */
  async #graveViolations() {
    const { violations } = await new AxeBuilder({ page: this.page }).analyze();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => ({
        id,
        where: nodes.map(node => `${node.target} ${node.failureSummary}`),
      }));
  }

  /**
   * Looks at the page in both themes, wide and narrow: keeps screenshots, and expects no
   * serious or critical accessibility violation.
   */
  async expectAccessible(name: string): Promise<void> {
    const { page } = this;
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.waitForFunction(
        mode =>
          document
            .querySelector('[data-theme-mode]')
            ?.getAttribute('data-theme-mode') === mode ||
          !document.querySelector('[data-theme-mode]'),
        colorScheme,
      );
      await page.waitForLoadState('networkidle');
      // One without a value says that something loads; one with a value is part of the page.
      await expect(
        page.locator('[role=progressbar]:not([aria-valuenow])'),
      ).toHaveCount(0);
      // React Aria keeps an announcement for some seconds, also when what it names is gone.
      await expect(page.locator('[role=log] [role=img]')).toHaveCount(0);
      let grave = await this.#graveViolations();
      if (grave.length > 0) {
        // A theme that has just been switched may not be painted everywhere yet; what is wrong stays.
        await page.waitForTimeout(1500);
        grave = await this.#graveViolations();
      }
      await page.screenshot({
        path: path.join(screens, `${name}-${colorScheme}.png`),
        fullPage: true,
      });
      expect.soft(grave, `${name} (${colorScheme})`).toEqual([]);
    }
    const wide = page.viewportSize();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.screenshot({
      path: path.join(screens, `${name}-narrow.png`),
      fullPage: true,
    });
    const overflow = await page.evaluate(
      () =>
        document.documentElement.scrollWidth -
        document.documentElement.clientWidth,
    );
    expect
      .soft(overflow, `${name} scrolls sideways at 390 px`)
      .toBeLessThanOrEqual(0);
    if (wide) await page.setViewportSize(wide);
    await page.emulateMedia({ colorScheme: 'light' });
  }
}

/** Playwright's test with a portal in it; a story fails when the browser complained. */
export const test = base.extend<{ portal: Portal }>({
  baseURL: async ({}, use) => {
    await use(process.env.PORTAL_URL);
  },
  portal: async ({ page }, use) => {
    const portal = new Portal(page);
    await use(portal);
    expect(portal.complaints).toEqual([]);
  },
});

export { expect };
