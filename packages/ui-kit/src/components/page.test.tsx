import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import {
  Answer,
  CopyCommand,
  Digest,
  FactList,
  Figure,
  Page,
  PageHeader,
  Panel,
  Progress,
  Section,
  Wordmark,
} from '..';

const digest =
  'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

it('a whole page has one h1, an answer with its source, and no accessibility faults', async () => {
  const onRefresh = jest.fn();
  const { container } = renderInTestApp(
    <main>
      <Page>
        <PageHeader
          kind="Service"
          title="payments-api"
          breadcrumbs={[{ label: 'Catalog', href: '/catalog' }]}
          state={{ state: 'pass', label: 'Healthy' }}
          facts={[{ label: 'owner', value: 'payments-team' }]}
          asOf={Date.now() - 240_000}
          onRefresh={onRefresh}
          actions={<button>Create service</button>}
        />
        <Answer source="Catalog">Healthy, released 3 h ago.</Answer>
        <Section title="Evidence" description="What the answer rests on.">
          <Panel title="Releases" footer="Latest of 14">
            <Figure
              label="Lead time"
              value={42}
              unit="min"
              points={[60, 50, 42]}
              sentence="Median of the last 20 releases."
            />
          </Panel>
          <Panel>
            <FactList
              facts={[{ label: 'Digest', value: <Digest value={digest} /> }]}
            />
            <Progress label="Creating" value={2} max={5} step="Step 2 of 5" />
            <Progress label="Building docs" />
            <CopyCommand command="git clone x" label="Clone it" />
          </Panel>
        </Section>
        <Wordmark />
      </Page>
    </main>,
  );
  expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent(
    'payments-api',
  );
  expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
  const breadcrumb = screen.getByRole('navigation', { name: 'Breadcrumb' });
  expect(
    within(breadcrumb).getByRole('link', { name: 'Catalog' }),
  ).toHaveAttribute('href', '/catalog');
  expect(screen.getByText('4 min. ago')).toBeVisible();
  expect(
    screen.getByRole('img', { name: 'Trend: 60 min to 42 min' }),
  ).toBeVisible();
  const [known, unknown] = screen.getAllByRole('progressbar');
  expect(known).toHaveAttribute('aria-valuenow', '2');
  expect(known).toHaveAttribute('aria-valuetext', 'Step 2 of 5, 40 %');
  expect(unknown).not.toHaveAttribute('aria-valuenow');
  expect(await axe(container)).toHaveNoViolations();

  await userEvent.click(screen.getByRole('button', { name: 'Refresh' }));
  expect(onRefresh).toHaveBeenCalledTimes(1);
});

it('copies commands and whole digests, and says so', async () => {
  const user = userEvent.setup();
  const write = jest.spyOn(navigator.clipboard, 'writeText');
  renderInTestApp(
    <>
      <CopyCommand command="git clone x" />
      <Digest value={digest} label="template digest" />
    </>,
  );
  await user.click(await screen.findByRole('button', { name: 'Copy command' }));
  expect(write).toHaveBeenLastCalledWith('git clone x');
  expect(await screen.findByText('Copied')).toHaveAttribute('role', 'status');

  await user.click(
    screen.getByRole('button', { name: 'Copy template digest 9f86d081884c' }),
  );
  expect(write).toHaveBeenLastCalledWith(digest);

  write.mockRejectedValueOnce(new Error('denied'));
  await user.click(screen.getByRole('button', { name: 'Copy command' }));
  expect(await screen.findByText(/Could not copy/)).toBeVisible();
});
