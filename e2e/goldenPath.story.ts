import { execFileSync } from 'child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import path from 'path';
import { expect, test } from './portal';

test('an engineer creates a service and finds everything about it', async ({
  portal,
  page,
}) => {
  await portal.signInAs('leo.martins');
  await portal.expectAccessible('home');

  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Create' })
    .click();
  await expect(
    page.getByRole('heading', { level: 1, name: /create/i }),
  ).toBeVisible();
  await expect(page.getByText('API service').first()).toBeVisible();
  await portal.expectAccessible('create');

  await page
    .getByRole('link', { name: /create service/i })
    .first()
    .click();
  const name = page.getByRole('textbox', { name: /name/i }).first();

  // A bad name and a taken one are told before anything runs.
  await name.fill('Not_A_Name');
  await expect(page.getByText(/lower-case letters/i).first()).toBeVisible();
  await name.fill('hello-prod');
  await expect(page.getByText('Not available').first()).toBeVisible();
  await name.fill('parcel-tracker');
  await expect(
    page.getByText('Available', { exact: true }).first(),
  ).toBeVisible();

  // The tree of files that will be written follows the answers.
  await expect(page.getByText('catalog-info.yaml').first()).toBeVisible();
  await portal.expectAccessible('create-form');

  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: /review/i }).click();
  await expect(page.getByText('parcel-tracker').first()).toBeVisible();
  await portal.expectAccessible('create-review');
  await page.getByRole('button', { name: /^create/i }).click();

  // The task tells its steps, survives a reload, and ends with what to do next.
  await page.waitForURL(/\/create\/tasks\//);
  await page.reload();
  await expect(page.getByText(/git clone/).first()).toBeVisible({
    timeout: 30_000,
  });
  await portal.expectAccessible('task');
  const command = await page
    .getByText(/^git clone/)
    .first()
    .innerText();

  await page
    .getByRole('link', { name: /component/i })
    .first()
    .click();
  await expect(
    page.getByRole('heading', { name: 'parcel-tracker', exact: true }),
  ).toBeVisible();
  await portal.expectAccessible('component');

  // What was created is a repository one can clone.
  const folder = mkdtempSync(path.join(tmpdir(), 'companyos-clone-'));
  const source = command.trim().split(/\s+/)[2];
  execFileSync('git', ['clone', '--quiet', source, 'parcel-tracker'], {
    cwd: folder,
  });
  const clone = path.join(folder, 'parcel-tracker');
  expect(existsSync(path.join(clone, 'Makefile'))).toBe(true);
  expect(
    JSON.parse(
      readFileSync(path.join(clone, '.companyos/golden.lock.json'), 'utf8'),
    ).answers.name,
  ).toBe('parcel-tracker');
  rmSync(folder, { recursive: true, force: true });

  // Its docs
  await page.goto('/catalog/default/component/parcel-tracker/docs');
  await expect(
    page.getByRole('heading', { name: /parcel-tracker/ }).first(),
  ).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/built/i).first()).toBeVisible();
  await portal.expectAccessible('component-docs');

  // Its decisions
  await page.goto('/catalog/default/component/parcel-tracker/decisions');
  const record = page.getByRole('link', { name: /record architecture/i });
  await expect(record.first()).toBeVisible({ timeout: 30_000 });
  await portal.expectAccessible('component-decisions');
  await record.first().click();
  await page.waitForURL(/\/decisions\//);
  await expect(page.getByText('Accepted').first()).toBeVisible();
  await portal.expectAccessible('decision');

  // And the search knows it.
  await expect(async () => {
    await page.goto('/search?query=parcel-tracker');
    await expect(
      page.getByRole('link', { name: /parcel-tracker/ }).first(),
    ).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 90_000 });
  await portal.expectAccessible('search');
});

test('a person without the role reads everything and is told what creating needs', async ({
  portal,
  page,
}) => {
  await portal.signInAs('hanna.berg');
  await page.goto('/create');
  await expect(page.getByText('API service').first()).toBeVisible();
  await expect(page.getByText(/service developer/i).first()).toBeVisible();
  await portal.expectAccessible('create-denied');

  await page.goto('/create/templates/default/api-service');
  await expect(page.getByText(/service developer/i).first()).toBeVisible();
  await expect(page.getByRole('textbox', { name: /name/i })).toHaveCount(0);

  // Not only hidden: the back end refuses.
  const status = await page.evaluate(async () => {
    const { backstageIdentity } = await (
      await fetch('/api/auth/personas/refresh', {
        headers: {
          'x-companyos-persona': 'hanna.berg',
          'x-requested-with': 'XMLHttpRequest',
        },
      })
    ).json();
    const response = await fetch('/api/scaffolder/v2/tasks', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${backstageIdentity.token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        templateRef: 'template:default/api-service',
        values: { name: 'not-allowed' },
      }),
    });
    return response.status;
  });
  expect(status).toBe(403);
});
