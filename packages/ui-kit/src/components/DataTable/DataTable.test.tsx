import { renderInTestApp } from '@backstage/frontend-test-utils';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { useLocation } from 'react-router-dom';
import { Ago } from '../Ago/Ago';
import { DataTable } from './DataTable';
import { toCsv } from './toCsv';
import { type DataTableColumn } from './types';

interface Service {
  name: string;
  tier: string;
  latencyMs?: number;
}

const services: Service[] = [
  { name: 'ledger', tier: 'tier-1', latencyMs: 120 },
  { name: 'checkout', tier: 'tier-2', latencyMs: 9 },
  { name: 'fraud', tier: 'tier-1' },
];

const columns: DataTableColumn<Service>[] = [
  {
    id: 'name',
    title: 'Name',
    isRowHeader: true,
    cell: service => service.name,
    sortValue: service => service.name,
  },
  {
    id: 'tier',
    title: 'Tier',
    cell: service => <b>{service.tier}</b>,
    filterValue: service => service.tier,
  },
  {
    id: 'latency',
    title: 'Latency, ms',
    align: 'end',
    cell: service => service.latencyMs ?? 'not measured',
    sortValue: service => service.latencyMs,
  },
];

function Where() {
  const { pathname, search } = useLocation();
  return <output>{pathname + decodeURIComponent(search)}</output>;
}

const page = (
  <>
    <DataTable
      label="Services"
      urlKey="svc"
      searchable
      csvName="services"
      columns={columns}
      rows={services}
      rowKey={service => service.name}
      rowHref={service => `/catalog/default/component/${service.name}`}
      filters={[
        {
          id: 'tier',
          title: 'Tier',
          options: [
            { value: 'tier-1', label: 'Tier 1' },
            { value: 'tier-2', label: 'Tier 2' },
          ],
          match: (service, tier) => service.tier === tier,
        },
      ]}
    />
    <Where />
  </>
);

const names = () =>
  screen.queryAllByRole('rowheader').map(cell => cell.textContent);
const where = () => document.querySelector('output')!.textContent;

describe('DataTable', () => {
  it('sorts, searches, filters and hides columns, and keeps all of it in the URL', async () => {
    const user = userEvent.setup();
    const { container } = renderInTestApp(page, {
      initialRouteEntries: ['/?other=kept'],
    });
    expect(await screen.findByRole('grid', { name: 'Services' })).toBeVisible();
    expect(names()).toEqual(['ledger', 'checkout', 'fraud']);
    expect(screen.getByText('3 rows')).toHaveAttribute('role', 'status');
    expect(await axe(container)).toHaveNoViolations();

    // Numbers sort by size, and rows without one stay last both ways.
    const latency = screen.getByRole('columnheader', { name: /Latency/ });
    await user.click(latency);
    expect(names()).toEqual(['checkout', 'ledger', 'fraud']);
    expect(latency).toHaveAttribute('aria-sort', 'ascending');
    await user.click(latency);
    expect(names()).toEqual(['ledger', 'checkout', 'fraud']);
    expect(where()).toBe('/?other=kept&svc.sort=-latency');

    await user.click(screen.getByRole('button', { name: /Tier/ }));
    await user.click(await screen.findByRole('option', { name: 'Tier 1' }));
    expect(names()).toEqual(['ledger', 'fraud']);
    expect(screen.getByText('2 of 3 rows')).toBeVisible();

    await user.type(
      screen.getByRole('searchbox', { name: 'Search Services' }),
      'FRA tier-1',
    );
    expect(names()).toEqual(['fraud']);
    expect(where()).toContain('svc.q=FRA+tier-1');
    expect(where()).toContain('svc.f.tier=tier-1');

    await user.clear(screen.getByRole('searchbox'));
    await user.type(screen.getByRole('searchbox'), 'nothing like it');
    expect(names()).not.toContain('fraud');
    await user.click(
      screen.getByRole('button', { name: 'Clear search and filters' }),
    );
    expect(names()).toEqual(['ledger', 'checkout', 'fraud']);

    await user.click(screen.getByRole('button', { name: 'Columns' }));
    const chooser = within(
      await screen.findByRole('listbox', { name: 'Columns' }),
    );
    expect(chooser.queryByRole('option', { name: 'Name' })).toBeNull();
    await user.click(chooser.getByRole('option', { name: 'Tier' }));
    await user.keyboard('{Escape}');
    await waitFor(() =>
      expect(
        screen.queryByRole('columnheader', { name: 'Tier' }),
      ).not.toBeInTheDocument(),
    );
    expect(where()).toContain('svc.cols=name,latency');
  });

  it('shows what a link says, and shrugs at what makes no sense in it', async () => {
    renderInTestApp(page, {
      initialRouteEntries: [
        '/?svc.q=e&svc.sort=-name&svc.f.tier=bogus&svc.page=99&svc.f.other=x',
      ],
    });
    await screen.findByRole('grid');
    expect(names()).toEqual(['ledger', 'fraud', 'checkout']);
    expect(screen.getByRole('searchbox')).toHaveValue('e');
  });

  it('opens a row by its link and by keyboard', async () => {
    const user = userEvent.setup();
    renderInTestApp(page);
    expect(await screen.findByRole('link', { name: 'fraud' })).toHaveAttribute(
      'href',
      '/catalog/default/component/fraud',
    );
    act(() => screen.getByRole('row', { name: 'checkout' }).focus());
    await user.keyboard('{ArrowDown}{Enter}');
    await waitFor(() =>
      expect(where()).toBe('/catalog/default/component/fraud'),
    );
  });

  it('lets one press what is in a row without opening the row', async () => {
    renderInTestApp(
      <>
        <DataTable
          label="Services"
          columns={[
            ...columns,
            {
              id: 'changed',
              title: 'Last change',
              cell: () => <Ago time="2026-03-01T12:00:00Z" />,
            },
          ]}
          rows={services.slice(0, 1)}
          rowKey={service => service.name}
          rowHref={() => '/elsewhere'}
        />
        <Where />
      </>,
    );
    await userEvent.click(
      await screen.findByRole('button', { name: /ago|in/ }),
    );
    expect(screen.getByText('2026-03-01 12:00:00 UTC')).toBeVisible();
    expect(where()).toBe('/');
    await userEvent.click(screen.getByText('120'));
    await waitFor(() => expect(where()).toBe('/elsewhere'));
  });

  it('hands out the chosen rows as CSV that no spreadsheet runs', async () => {
    let blob: Blob | undefined;
    const createObjectURL = jest.fn((made: Blob) => {
      blob = made;
      return 'blob:csv';
    });
    const click = jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(() => {});
    Object.assign(URL, { createObjectURL, revokeObjectURL: jest.fn() });

    renderInTestApp(page, {
      initialRouteEntries: ['/?svc.f.tier=tier-1&svc.cols=name,latency'],
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Download CSV' }),
    );
    expect(click).toHaveBeenCalledTimes(1);
    expect(await blob!.text()).toBe(
      'Name,"Latency, ms"\r\nledger,120\r\nfraud,\r\n',
    );
    click.mockRestore();

    const hostile = ['=1+1', '+1', '-2+3', '@x', '\tx', 'a"b', 'a,b', 'a\nb'];
    expect(
      toCsv(hostile, [
        { id: 'v', title: '=T', cell: v => v },
        { id: 'n', title: 'N', cell: () => -5, sortValue: () => -5 },
      ]),
    ).toBe(
      [
        "'=T,N",
        "'=1+1,-5",
        "'+1,-5",
        "'-2+3,-5",
        "'@x,-5",
        "'\tx,-5",
        '"a""b",-5',
        '"a,b",-5',
        '"a\nb",-5',
        '',
      ].join('\r\n'),
    );
  });

  it('pages through many rows, without a URL key as well', async () => {
    const user = userEvent.setup();
    const many = Array.from({ length: 450 }, (_, index) => ({
      name: `service-${index + 1}`,
      tier: 'tier-3',
    }));
    renderInTestApp(
      <DataTable
        label="Services"
        columns={columns}
        rows={many}
        rowKey={service => service.name}
        pageSize={20}
        initialSort={{ column: 'name', direction: 'descending' }}
      />,
    );
    expect(await screen.findByText('450 rows')).toBeVisible();
    expect(names()).toHaveLength(20);
    expect(names()[0]).toBe('service-450');
    expect(screen.getByText('Rows 1 to 20 of 450')).toBeVisible();
    await user.click(screen.getByRole('button', { name: /next/i }));
    expect(names()[0]).toBe('service-430');
  });

  it('shows what the page says when there is nothing', async () => {
    renderInTestApp(
      <DataTable
        label="Services"
        columns={columns}
        rows={[]}
        rowKey={service => service.name}
        empty={<p>No services yet</p>}
      />,
    );
    expect(await screen.findByText('No services yet')).toBeVisible();
    expect(screen.queryByRole('grid')).toBeNull();
  });
});
