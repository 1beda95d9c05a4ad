import type { Response } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures.ts';

test('a person finds a document, reads it, and creates one, with the keyboard alone', async ({
  page,
}) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/documents$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Documents' })).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(21);
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Show more' }).press('Enter');
  await expect(
    page.getByRole('status').filter({ hasText: '28 documents are shown.' }),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: 'Show more' })).toHaveCount(0);

  await page.getByRole('link', { name: 'Release notes 28' }).press('Enter');
  const heading = page.getByRole('heading', { level: 1, name: 'Document', exact: true });
  await expect(heading).toBeFocused();
  await expect(page).toHaveTitle('Document – Library');
  await expect(page.getByRole('heading', { level: 2, name: 'Release notes 28' })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('link', { name: 'All documents' }).press('Enter');
  await expect(page).toHaveURL(/workspace=alpha/);
  await page.getByRole('main').getByRole('link', { name: 'New document' }).press('Enter');
  await page.getByRole('button', { name: 'Create document' }).press('Enter');
  await expect(page.getByText('One field needs your attention.')).toBeVisible();
  await expect(page.getByLabel('Title')).toBeFocused();
  await expectAccessible(page);

  // What looks like markup is text.
  await page.getByLabel('Title').fill('<img src=x onerror=alert(1)>');
  await page.getByLabel('Content').fill('<script>alert(1)</script>');
  await page.getByLabel('Title').press('Enter');
  await expect(page.getByText('has been created.')).toBeVisible();
  await expect(
    page.getByRole('heading', { level: 2, name: '<img src=x onerror=alert(1)>' }),
  ).toBeVisible();
  await page.getByRole('link', { name: 'All documents' }).press('Enter');
  await expect(page.getByRole('link', { name: '<img src=x onerror=alert(1)>' })).toBeVisible();
});

test('the first Tab leads past the navigation', async ({ page }) => {
  await page.goto('/documents');
  await expect(page.getByRole('row')).toHaveCount(21);
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test('an empty workspace says what to do', async ({ page }) => {
  await page.goto('/documents');
  await page.getByLabel('Workspace').fill('nothing-here');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL(/workspace=nothing-here/);
  await expect(page.getByText('The workspace nothing-here has no documents.')).toBeVisible();
  await expectAccessible(page);
});

test('a refusal and a failure name their reason and the trace id of the API', async ({
  page,
  site,
}) => {
  const isAnswer = (response: Response): boolean =>
    response.url().startsWith(`${site.apiUrl}/documents`) && response.request().method() === 'GET';
  for (const [workspace, status, title] of [
    ['denied', 403, 'You may not see this'],
    ['signed-out', 401, 'You are not signed in'],
    ['broken', 503, 'That did not work'],
  ] as const) {
    const answered = page.waitForResponse(isAnswer);
    await page.goto(`/documents?workspace=${workspace}`);
    expect((await answered).status()).toBe(status);
    const alert = page.getByRole('alert');
    await expect(alert.getByRole('heading', { name: title })).toBeVisible();
    await expect(alert.getByText('Trace id:')).toHaveText(/Trace id: [0-9a-f]{32}$/);
    await expectAccessible(page);
  }
  // One try, one retry by itself, then the person's own: what is shown is of the last.
  const bodies: string[] = [];
  page.on('response', (response) => {
    if (isAnswer(response)) {
      bodies.push(response.headers()['x-trace-id'] ?? '');
    }
  });
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('alert').getByRole('code')).not.toHaveText(/^$/);
  await expect
    .poll(async () => bodies.includes((await page.getByRole('code').textContent()) ?? ''))
    .toBe(true);
});

test('a call that never arrived has a trace id too', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    const { traceparent } = request.headers();
    if (traceparent !== undefined) {
      asked.push(traceparent);
    }
  });
  await page.goto('/documents?workspace=reset');
  const alert = page.getByRole('alert');
  await expect(
    alert.getByRole('heading', { name: 'The service could not be reached' }),
  ).toBeVisible();
  const shown = (await alert.getByRole('code').textContent()) ?? '';
  expect(asked.some((traceparent) => traceparent.includes(shown))).toBe(true);
});

test('a flag is on where its rule says so', async ({ page }) => {
  await page.goto('/documents?workspace=alpha');
  await expect(page.getByRole('row')).toHaveCount(21);
  await expect(page.getByText('for the synthetic workspace')).toHaveCount(0);
  await page.goto('/documents?workspace=preview');
  await expect(page.getByText('for the synthetic workspace preview')).toHaveCount(4);
  await expectAccessible(page);
});
