import {
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import type { RepositoryView } from '@companyos/plugin-repositories-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import {
  repositoriesApiRef,
  type RepositoriesApi,
} from './api/repositoriesApiRef';
import { Router } from './components/Router';

const commit = '0123456789abcdef0123456789abcdef01234567';
const view: RepositoryView = {
  owner: 'payments-team',
  name: 'ledger',
  head: commit,
  clonePath: '.data/repos/payments-team/ledger',
  commit,
  files: [
    { path: 'README.md', sizeBytes: 9, executable: false },
    { path: 'src/index.ts', sizeBytes: 12, executable: false },
  ],
  history: [
    {
      commit,
      author: 'Leo Martins',
      committedAt: '2026-11-20T12:00:00.000Z',
      subject: 'feat: begin',
    },
  ],
};

const api: RepositoriesApi = {
  list: async () => [view],
  view: async () => view,
  blob: async ({ path }) => ({
    path,
    commit,
    sizeBytes: 9,
    text: '# Ledger\n',
  }),
};

const show = (path: string, overrides: Partial<RepositoriesApi> = {}) =>
  renderInTestApp(
    <TestApiProvider apis={[[repositoriesApiRef, { ...api, ...overrides }]]}>
      <Router />
    </TestApiProvider>,
    { initialRouteEntries: [path] },
  );

describe('embedded repositories', () => {
  it('lists them with their newest commit', async () => {
    const { container } = await show('/');
    const table = await screen.findByRole('grid', { name: 'Repositories' });
    expect(within(table).getByRole('link', { name: 'ledger' })).toHaveAttribute(
      'href',
      '/repos/payments-team/ledger',
    );
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says what to do when there is none', async () => {
    await show('/', { list: async () => [] });
    expect(
      await screen.findByRole('link', { name: 'Create service' }),
    ).toHaveAttribute('href', '/create');
  });

  it('opens the file a source link names, with clone command and history', async () => {
    const { container } = await show(
      '/payments-team/ledger/blob/main/README.md',
    );
    expect(
      await screen.findByRole('group', { name: 'README.md' }),
    ).toHaveTextContent('# Ledger');
    expect(
      screen.getByText('git clone .data/repos/payments-team/ledger'),
    ).toBeInTheDocument();
    expect(screen.getByText('feat: begin')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says that a file is binary, and why one is missing', async () => {
    await show('/payments-team/ledger/blob/main/README.md', {
      blob: async ({ path }) => ({ path, commit, sizeBytes: 3 }),
    });
    expect(
      await screen.findByText(/binary file of 3 bytes/),
    ).toBeInTheDocument();
  });

  it('shows the reason and tries again', async () => {
    const failing = jest
      .fn()
      .mockRejectedValueOnce(new Error('There is no repository a/b'))
      .mockResolvedValue(view);
    await show('/a/b', { view: failing });
    expect(
      await screen.findByText(/There is no repository a\/b/),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: /try again|retry/i }),
    );
    expect(await screen.findByText('feat: begin')).toBeInTheDocument();
  });
});
