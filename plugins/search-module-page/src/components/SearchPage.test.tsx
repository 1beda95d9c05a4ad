import {
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import type {
  SearchQuery,
  SearchResult,
} from '@backstage/plugin-search-common';
import { searchApiRef } from '@backstage/plugin-search-react';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { SearchPage } from './SearchPage';

const found = (title: string, type = 'software-catalog'): SearchResult => ({
  type,
  rank: 1,
  document: { title, text: `About ${title}`, location: `/catalog/${title}` },
});

const show = (query: jest.Mock, path = '/?query=ledger') =>
  renderInTestApp(
    <TestApiProvider apis={[[searchApiRef, { query }]]}>
      <SearchPage
        types={[{ value: 'adr', name: 'Decisions' }]}
        items={[
          {
            predicate: ({ type }) => type === 'adr',
            component: ({ result }) => <li>decision {result?.title}</li>,
          },
          {
            predicate: () => true,
            component: ({ result }) => (
              <li>
                <a href={result?.location}>{result?.title}</a>
              </li>
            ),
          },
        ]}
      />
    </TestApiProvider>,
    { initialRouteEntries: [path] },
  );

describe('the search page', () => {
  it('lists what it found, as each plugin draws it', async () => {
    const query = jest.fn(async () => ({
      results: [found('ledger'), found('Double entry', 'adr')],
    }));
    const { container } = await show(query);
    expect(
      await screen.findByText('2 results for “ledger”.'),
    ).toBeInTheDocument();
    const list = screen.getByRole('list', { name: 'Results' });
    expect(
      within(list).getByRole('link', { name: 'ledger' }),
    ).toBeInTheDocument();
    expect(within(list).getByText('decision Double entry')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('asks for one type and for the next page through the URL', async () => {
    const query = jest.fn(async ({ pageCursor }: SearchQuery) => ({
      results: [found(pageCursor ? 'second' : 'first')],
      ...(pageCursor
        ? { previousPageCursor: 'MA==' }
        : { nextPageCursor: 'MQ==' }),
    }));
    await show(query);
    await userEvent.click(
      await screen.findByRole('link', { name: 'Decisions' }),
    );
    await screen.findByRole('link', { name: 'first' });
    expect(query).toHaveBeenLastCalledWith(
      expect.objectContaining({ term: 'ledger', types: ['adr'] }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Next page' }));
    expect(
      await screen.findByRole('link', { name: 'second' }),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Next page' })).toBeDisabled();
  });

  it('follows typing, and says what to do when nothing is found', async () => {
    const query = jest.fn(async () => ({ results: [] }));
    await show(query, '/');
    expect(screen.getByText('What are you looking for?')).toBeInTheDocument();
    expect(query).not.toHaveBeenCalled();
    await userEvent.type(screen.getByRole('searchbox'), 'zeppelin');
    expect(
      await screen.findByText('Nothing found for “zeppelin”'),
    ).toBeInTheDocument();
    await waitFor(() => expect(query).toHaveBeenCalled());
  });

  it('says why there is no answer, and tries again', async () => {
    const query = jest
      .fn()
      .mockRejectedValueOnce(new Error('the index is being built'))
      .mockResolvedValue({ results: [found('ledger')] });
    await show(query);
    expect(await screen.findByText(/index is being built/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: /try again/i }));
    expect(
      await screen.findByRole('link', { name: 'ledger' }),
    ).toBeInTheDocument();
  });
});
