import { GraphQuery } from '@companyos/plugin-intelgraph-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { refuse } from '../../__testUtils__/fakeApi';
import { graph } from '../../__testUtils__/fixtures';
import { search, show } from '../../__testUtils__/show';

const path = '/timeline/graph?entity=component:default/payments-api';

describe('the relations', () => {
  it('draws them, says what is left out, and has them as a table', async () => {
    const { container } = show(path);
    expect(
      await screen.findByText(
        'payments-api has 2 relations on record, 2 steps around.',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/There are more relations than are drawn/),
    ).toBeInTheDocument();
    const drawing = screen.getByRole('group', {
      name: 'Relations as a drawing',
    });
    expect(
      within(drawing)
        .getAllByRole('link')
        .map(link => link.textContent),
    ).toEqual([
      'orders:v1 dataset',
      'payments-api component',
      'ledger resource',
    ]);
    // What the page is about is in view; a screen of no size has it at its corner.
    expect(drawing.parentElement?.scrollLeft).toBeGreaterThan(0);
    const table = screen.getByRole('grid', { name: 'Relations as a table' });
    expect(table).toHaveTextContent(/writesTo.*Redacted.*pii-mask/);
    expect(await axe(container)).toHaveNoViolations();

    await userEvent.click(
      within(drawing).getByRole('link', { name: 'ledger resource' }),
    );
    expect(
      await screen.findByRole('heading', { name: 'Relations of ledger' }),
    ).toBeInTheDocument();
  });

  it('asks what the URL says: steps, direction, lineage, time', async () => {
    const getGraph = jest.fn<Promise<typeof graph>, [GraphQuery]>(
      async () => graph,
    );
    show(
      `${path}&depth=3&direction=upstream&knownAt=2026-03-01T10:00:00.000Z`,
      { getGraph },
    );
    expect(
      await screen.findByText(/You see what was known at/),
    ).toBeInTheDocument();
    expect(getGraph).toHaveBeenLastCalledWith({
      entity: 'component:default/payments-api',
      depth: 3,
      direction: 'upstream',
      lineage: false,
      knownAt: '2026-03-01T10:00:00.000Z',
    });
    await userEvent.click(
      screen.getByRole('switch', { name: 'Only along which data flows' }),
    );
    await waitFor(() =>
      expect(getGraph).toHaveBeenLastCalledWith(
        expect.objectContaining({ lineage: true }),
      ),
    );
    expect(search().get('lineage')).toBe('only');
    await userEvent.click(screen.getByRole('button', { name: 'Back to now' }));
    await waitFor(() => expect(search().get('knownAt')).toBeNull());
  });

  it('goes back to what was so at a time, together with what was known', async () => {
    const getGraph = jest.fn<Promise<typeof graph>, [GraphQuery]>(
      async () => graph,
    );
    show(
      `${path}&knownAt=2026-03-01T10:00:00.000Z&asOf=2026-02-01T10:00:00.000Z`,
      { getGraph },
    );
    expect(
      await screen.findByText(
        /You see what was known at .* You see what was so at /,
      ),
    ).toBeInTheDocument();
    expect(getGraph).toHaveBeenLastCalledWith(
      expect.objectContaining({
        knownAt: '2026-03-01T10:00:00.000Z',
        asOf: '2026-02-01T10:00:00.000Z',
      }),
    );
    expect(
      screen.getByRole('link', { name: 'Open timeline' }).getAttribute('href'),
    ).toContain('asOf=2026-02-01');
    const field = screen.getByLabelText('What was so at');
    await userEvent.clear(field);
    await userEvent.type(field, '2026-01-15T08:30{Enter}');
    await waitFor(() =>
      expect(search().get('asOf')).toBe(
        new Date('2026-01-15T08:30').toISOString(),
      ),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Back to now' }));
    await waitFor(() => expect(search().get('asOf')).toBeNull());
    expect(search().get('knownAt')).toBeNull();
  });

  it('finds an entity where none is named', async () => {
    const { container } = show('/timeline/graph');
    await userEvent.type(
      await screen.findByRole('searchbox', { name: 'Find an entity' }),
      'pay',
    );
    expect(
      await screen.findByRole('link', {
        name: 'component:default/payments-api',
      }),
    ).toHaveAttribute(
      'href',
      '/timeline/graph?entity=component%3Adefault%2Fpayments-api',
    );
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says what to do without relations, and what is missing without the permission', async () => {
    const { unmount } = show(path, {
      getGraph: async () => ({ ...graph, nodes: [], edges: [] }),
    });
    expect(
      await screen.findAllByText(/payments-api has no relation on record/),
    ).not.toHaveLength(0);
    unmount();
    show(path, { getGraph: () => refuse(403, 'NotAllowedError') });
    expect(await screen.findByText('intelgraph.fact.read')).toBeInTheDocument();
  });
});
