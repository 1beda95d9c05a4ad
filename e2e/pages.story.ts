import { expect, test } from './portal';

/** Every page that is reached from the navigation or a link of the demo organisation. */
const PAGES = [
  { name: 'catalog', path: '/catalog', shows: /hello-prod/ },
  { name: 'docs', path: '/docs', shows: /documentation|docs/i },
  { name: 'decisions', path: '/decisions', shows: /payments-api|Payments API/ },
  {
    name: 'campaigns',
    path: '/golden-path/campaigns',
    shows: /campaign/i,
  },
  {
    name: 'timeline',
    path: '/timeline?range=30d',
    shows: /facts in the last/i,
  },
  {
    name: 'timeline-lanes',
    path: '/timeline?range=30d&view=lanes',
    shows: /facts in the last/i,
  },
  {
    name: 'sources',
    path: '/timeline/sources',
    shows: /urn:companyos:catalog/,
  },
  {
    name: 'relations',
    path: '/timeline/graph?entity=component:default/payments-api',
    shows: /relations on record/i,
  },
  { name: 'incidents', path: '/incidents', shows: /incident/i },
  {
    name: 'entity-timeline',
    path: '/catalog/default/component/hello-prod/timeline',
    shows: /facts? in the last/i,
  },
  { name: 'tasks', path: '/create/tasks', shows: /task/i },
  { name: 'settings', path: '/settings', shows: /profile|theme/i },
  { name: 'notifications', path: '/notifications', shows: /notifications/i },
  {
    name: 'system',
    path: '/catalog/default/system/developer-experience',
    shows: /developer-experience|Developer experience/,
  },
  {
    name: 'group',
    path: '/catalog/default/group/platform-team',
    shows: /platform/i,
  },
  {
    name: 'person',
    path: '/catalog/default/user/leo.martins',
    shows: /Leo Martins/,
  },
  {
    name: 'portal-docs',
    path: '/docs/default/component/companyos-portal',
    shows: /portal/i,
  },
];

test('the sign-in page is accessible and asks nothing', async ({
  portal,
  page,
}) => {
  await page.goto('/');
  await expect(page.getByRole('button', { name: /Leo Martins/ })).toBeEnabled({
    timeout: 60_000,
  });
  await portal.expectAccessible('sign-in');
});

for (const { name, path, shows } of PAGES) {
  test(`page ${name} is accessible in both themes`, async ({
    portal,
    page,
  }) => {
    await portal.signInAs('maya.chen');
    await page.goto(path);
    await expect(
      page
        .locator('#content')
        .getByText(shows)
        .filter({ visible: true })
        .first(),
    ).toBeVisible({ timeout: 60_000 });
    await portal.expectAccessible(name);
  });
}

test('the keyboard reaches the content and the search', async ({
  portal,
  page,
}) => {
  await portal.signInAs('priya.nair');
  await page.keyboard.press('Tab');
  await expect(
    page.getByRole('link', { name: 'Skip to content' }),
  ).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#content')).toBeFocused();
  await page.keyboard.press('/');
  const search = page.getByRole('searchbox').first();
  await expect(search).toBeFocused();
  await search.fill('payments');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/search\?query=payments/);
});

test('signing out forgets who was signed in', async ({ portal, page }) => {
  await portal.signInAs('grace.okafor');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(
    page.getByRole('button', { name: /Grace Okafor/ }),
  ).toBeVisible();
  await page.reload();
  await expect(
    page.getByRole('button', { name: /Grace Okafor/ }),
  ).toBeVisible();
});
