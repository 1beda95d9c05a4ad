import { type Page, expect, test } from './portal';

/** What a person states by hand, with the token of their session. */
async function state(page: Page, events: object[]) {
  const answer = await page.evaluate(async batch => {
    const session = await fetch('/api/auth/personas/refresh?env=development', {
      headers: {
        'x-requested-with': 'XMLHttpRequest',
        'x-companyos-persona': 'maya.chen',
      },
    }).then(response => response.json());
    const response = await fetch('/api/intelgraph/events', {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${session.backstageIdentity.token}`,
        'Content-Type': 'application/cloudevents-batch+json',
      },
      body: JSON.stringify(batch),
    });
    return response.json();
  }, events);
  expect(answer).toMatchObject({ counts: { created: events.length } });
}

const source = 'urn:companyos:person:user:default/maya.chen';
const event = (
  type: string,
  subject: string,
  minutesAgo: number,
  content: object,
  customData?: object,
) => {
  const time = new Date(Date.now() - minutesAgo * 60_000).toISOString();
  const id = `${subject} ${type} ${time}`;
  return {
    specversion: '1.0',
    id,
    source,
    type,
    subject,
    time,
    data: {
      context: { specversion: '0.5.1', id, source, type, timestamp: time },
      subject: { id: subject, content },
      ...(customData && { customData }),
    },
  };
};

test('an engineer asks what changed before an incident, who says so, and looks after it', async ({
  portal,
  page,
}) => {
  await portal.signInAs('maya.chen');
  await state(page, [
    event('dev.cdevents.service.deployed.0.3.0', 'payments-api', 25, {
      environment: { id: 'production' },
      artifactId: 'pkg:oci/payments-api@1.4.2',
    }),
    event(
      'dev.cdevents.incident.detected.0.3.0',
      'story-1',
      13,
      {
        description: 'error rate above 5 %',
        environment: { id: 'production' },
        service: { id: 'payments-api' },
      },
      { severity: 'sev2' },
    ),
  ]);

  await page.getByRole('button', { name: 'Sign out' }).click();
  await portal.signInAs('priya.nair');
  await page.goto('/incidents');
  await page
    .getByRole('link', { name: /story-1/ })
    .first()
    .click();
  await expect(page.getByText(/nobody has acknowledged it/)).toBeVisible();
  const changes = page.getByRole('grid', { name: /changed before/i });
  await expect(changes.getByText(/12 min/).first()).toBeVisible();
  await portal.expectAccessible('incident');

  await page.getByRole('button', { name: 'Acknowledge incident' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Acknowledge incident' })
    .click();
  await expect(page.getByText('Acknowledged').first()).toBeVisible();

  // The fact behind it: who says so, and whether the bytes still are what they were.
  await page
    .getByRole('link', { name: /payments-api .* was deployed to production/ })
    .first()
    .click();
  await expect(page.getByText(source).first()).toBeVisible();
  await page.getByRole('button', { name: 'Verify digests' }).click();
  await expect(
    page.getByText(/follows from the link before/).first(),
  ).toBeVisible();
  await portal.expectAccessible('fact');

  // Before anybody had told, nobody knew.
  const yesterday = new Date(Date.now() - 86_400_000).toISOString();
  await page.goto(
    `/timeline?range=30d&entity=component:default/payments-api&knownAt=${yesterday}`,
  );
  await expect(page.getByText(/You see what was known/).first()).toBeVisible();
  await expect(page.getByText(/was deployed to production/)).toHaveCount(0);
  await portal.expectAccessible('time-travel');
});
