import { expect, test } from './portal';

const REPOSITORY = '/golden-path/repositories/default/component/invoice-api';

/** The demo fleet is made once the portal is open, and its CI is a real one. */
const MADE_WITHIN_MS = 120_000;
const GREEN_WITHIN_MS = 300_000;

test('an owner sees what a newer template would change, opens the update and takes it back', async ({
  portal,
  page,
}) => {
  test.setTimeout(MADE_WITHIN_MS + 120_000);
  await portal.signInAs('leo.martins');

  // The component itself says how it stands.
  await expect(async () => {
    await page.goto('/catalog/default/component/invoice-api');
    await expect(
      page
        .getByText(/^Behind by \d+ version/)
        .filter({ visible: true })
        .first(),
    ).toBeVisible({ timeout: 10_000 });
  }).toPass({ timeout: MADE_WITHIN_MS });
  await portal.expectAccessible('component-golden-path');
  await page.getByRole('link', { name: 'See changes and update' }).click();

  await expect(
    page.getByText(/invoice-api is \d+ versions? behind api-service\./),
  ).toBeVisible();
  await expect(
    page.getByRole('region', { name: 'Changes in Makefile' }),
  ).toBeVisible();
  await portal.expectAccessible('fleet-repository');

  await page.getByRole('button', { name: /^Open update to / }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(
    'Nothing on main until the update is merged',
  );
  await dialog.getByRole('button', { name: 'Open update' }).click();

  await page.waitForURL(/\/golden-path\/updates\//);
  await expect(page.getByText('golden/merge')).toBeVisible();
  await page.reload();
  await expect(page.getByText('golden/check')).toBeVisible();
  await portal.expectAccessible('update');

  await page.getByRole('button', { name: 'Close update' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Close update' })
    .click();
  await expect(
    page.getByText('It was closed without merging.').first(),
  ).toBeVisible();
  await page.goto(REPOSITORY);
  await expect(page.getByText('Closed').first()).toBeVisible();
});

test('someone who only reads is told which role updates', async ({
  portal,
  page,
}) => {
  test.setTimeout(MADE_WITHIN_MS + 60_000);
  await portal.signInAs('hanna.berg');
  await expect(async () => {
    await page.goto(REPOSITORY);
    await expect(
      page.getByText('No access to updating invoice-api'),
    ).toBeVisible({ timeout: 10_000 });
  }).toPass({ timeout: MADE_WITHIN_MS });
  await expect(
    page.getByRole('button', { name: /^Open update to / }),
  ).toBeDisabled();
  await portal.expectAccessible('fleet-repository-denied');
});

test('a campaign brings a repository to the newest version through its own CI', async ({
  portal,
  page,
}) => {
  test.setTimeout(MADE_WITHIN_MS + GREEN_WITHIN_MS);
  await portal.signInAs('maya.chen');
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Golden path' })
    .click();
  const fleet = page.getByRole('grid', {
    name: 'Repositories on the golden path',
  });
  await expect(
    fleet.getByRole('row', { name: /invoice-api/ }).first(),
  ).toContainText(/Behind by \d+ version/, { timeout: MADE_WITHIN_MS });
  await portal.expectAccessible('fleet');

  await fleet
    .getByText('Select invoice-api')
    .or(fleet.getByLabel('Select invoice-api'))
    .first()
    .click({ force: true });
  await page
    .getByRole('button', { name: 'Plan a campaign for 1 repository' })
    .click();
  await page.waitForURL(/\/golden-path\/campaigns\/new/);
  await expect(
    page.getByText(/1 repository is brought to API service [\d.]+ in 1 wave/),
  ).toBeVisible();
  await portal.expectAccessible('campaign-new');
  await page.getByRole('button', { name: 'Save plan' }).click();

  await page.waitForURL(/\/golden-path\/campaigns\/[^/]+$/);
  await page.getByRole('button', { name: 'Start campaign' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Start campaign' })
    .click();
  await expect(page.getByText('Wave 1 of 1')).toBeVisible();
  await portal.expectAccessible('campaign');

  // `make ci` of the update runs on this machine; when it is green the campaign merges by itself.
  await expect(
    page.getByText('1 of 1 repository is done.').first(),
  ).toBeVisible({ timeout: GREEN_WITHIN_MS });
  await page.getByRole('link', { name: 'Open invoice-api' }).click();
  await expect(page.getByText('It has been merged.').first()).toBeVisible();
  await page
    .getByRole('listitem')
    .filter({ hasText: /^ci/ })
    .getByRole('button', { name: 'Read log' })
    .click();
  await expect(page.getByRole('region', { name: 'Log of ci' })).toContainText(
    'npm ci',
  );
  await portal.expectAccessible('update-merged');

  await page.goto(REPOSITORY);
  await expect(
    page.getByText('invoice-api is on the newest version of api-service.'),
  ).toBeVisible({ timeout: 60_000 });
});
