import {
  IntelGraphApi,
  TimelineQuery,
} from '@companyos/plugin-intelgraph-common';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { ids, refuse } from '../../__testUtils__/fakeApi';
import { facts, histogram, hoursAgo, page } from '../../__testUtils__/fixtures';
import { search, show } from '../../__testUtils__/show';

const answer =
  '3 facts in the last 24 h, from 2 sources; one contradicts another.';

describe('the timeline', () => {
  it('answers first, then shows the course and the facts by day', async () => {
    const { container } = show('/timeline');
    expect(await screen.findByText(answer)).toBeInTheDocument();
    expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);

    expect(
      screen.getByRole('img', { name: /3 facts from .* most, 3, in the 2 hr/ }),
    ).toBeInTheDocument();

    const row = screen
      .getByRole('link', { name: 'Payments answer slowly' })
      .closest('li') as HTMLElement;
    expect(row).toHaveTextContent('Incident');
    expect(row).toHaveTextContent('2 sources');
    expect(
      within(row).getByRole('link', { name: 'incident-1' }),
    ).toHaveAttribute(
      'href',
      '/incidents/view?ref=incident%3Adefault%2Fincident-1',
    );
    const time = row.querySelector('time');
    expect(time).toHaveAttribute('datetime', facts[1].occurredAt);
    expect(time).toHaveAttribute('title', expect.stringMatching(/ UTC$/));

    expect(screen.getByText('Low confidence: 40 %')).toBeInTheDocument();
    expect(screen.getByText('There are no older ones.')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('splits a row that others contradict, and tells on demand what they say', async () => {
    show('/timeline');
    const split = await screen.findByRole('button', {
      name: 'Show what it says',
      expanded: false,
    });
    await userEvent.click(split);
    expect(
      await screen.findByRole('link', { name: 'Payments answer in time' }),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Said by https://other.example.com'),
    ).toBeInTheDocument();
  });

  it('asks what the URL says, and writes what one chooses', async () => {
    const getTimeline = jest.fn<
      ReturnType<IntelGraphApi['getTimeline']>,
      [TimelineQuery?]
    >(async () => page(facts));
    show(
      '/timeline?range=7d&lane=deploy&q=pay&entity=component:default/a&depth=2&source=urn:x&environment=production&confidence=75&conflicts=only&nonsense=1&depth=9',
      { getTimeline },
    );
    await screen.findByText(/3 facts in the last 7 days/);
    expect(getTimeline.mock.calls[0][0]).toMatchObject({
      lane: ['deploy'],
      q: 'pay',
      entity: 'component:default/a',
      depth: 2,
      source: ['urn:x'],
      environment: 'production',
      minConfidence: 75,
      conflictsOnly: true,
      limit: 100,
    });
    const from = Date.parse(getTimeline.mock.calls[0][0]?.from ?? '');
    expect(Date.now() - from).toBeGreaterThan(6.9 * 86_400_000);

    await userEvent.click(
      screen.getByRole('button', { name: /^Incident/, pressed: false }),
    );
    await waitFor(() =>
      expect(search().getAll('lane')).toEqual(['incident', 'deploy']),
    );
    const field = await screen.findByRole('searchbox', {
      name: 'Search summaries',
    });
    await userEvent.clear(field);
    await userEvent.type(field, 'slow');
    await waitFor(() => expect(search().get('q')).toBe('slow'));
    expect(search().get('nonsense')).toBe('1');

    await userEvent.click(
      await screen.findByRole('button', { name: 'Clear filters' }),
    );
    await waitFor(() =>
      expect([...search().keys()].sort()).toEqual([
        'depth',
        'nonsense',
        'range',
      ]),
    );
  });

  it('looks at a part of the time, chosen with the keyboard', async () => {
    show('/timeline');
    const start = await screen.findByRole('slider', {
      name: 'Start of the selection',
    });
    start.focus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    expect(start).toHaveAttribute('aria-valuenow', '2');
    expect(screen.getByText(/^Selected: .*, 3 facts$/)).toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByText(/^Selected/)).not.toBeInTheDocument();
    await userEvent.keyboard('{End}{Enter}');
    await waitFor(() => expect(search().get('from')).not.toBeNull());
    expect(
      Date.parse(search().get('to') ?? '') -
        Date.parse(search().get('from') ?? ''),
    ).toBe(8_640_000);
    expect(
      await screen.findByText(/3 facts in the chosen time/),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Show more time' }),
    ).toBeInTheDocument();
  });

  it('looks at a part of the time, chosen by dragging', async () => {
    const box = jest
      .spyOn(Element.prototype, 'getBoundingClientRect')
      .mockReturnValue({ left: 0, width: 100 } as DOMRect);
    show('/timeline');
    const bars = await screen.findByRole('img', { name: /^3 facts from/ });
    fireEvent.pointerDown(bars, { clientX: 55, button: 0 });
    fireEvent.pointerMove(bars, { clientX: 25 });
    fireEvent.pointerUp(bars, { clientX: 25 });
    fireEvent.pointerMove(bars, { clientX: 99 });
    expect(
      screen
        .getAllByRole('slider', { name: /of the selection$/ })
        .map(handle => handle.getAttribute('aria-valuenow')),
    ).toEqual(['2', '6']);
    box.mockRestore();
    await userEvent.click(
      screen.getByRole('button', { name: 'Show this time' }),
    );
    await waitFor(() => expect(search().get('to')).not.toBeNull());
  });

  it('goes from fact to fact in the lanes with the arrow keys, and opens with Enter', async () => {
    const { container } = show('/timeline?view=lanes');
    const dots = await screen.findByRole('group', { name: 'Facts in lanes' });
    const dot = (name: RegExp) => within(dots).getByRole('button', { name });
    const change = dot(/^Change, .*A change was merged/);
    expect(await axe(container)).toHaveNoViolations();
    change.focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(dot(/^Incident, .*Another source says otherwise/)).toHaveFocus();
    await userEvent.keyboard('{ArrowRight}');
    expect(dot(/^Deployment, /)).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}');
    expect(change).toHaveFocus();
    await userEvent.keyboard('{ArrowUp}{ArrowUp}{Home}');
    expect(change).toHaveFocus();

    await userEvent.click(screen.getByRole('button', { name: 'Zoom in' }));
    expect(
      within(dots).queryByRole('button', { name: /^Change/ }),
    ).not.toBeInTheDocument();
    dot(/^Incident/).focus();
    await userEvent.keyboard('{ArrowLeft}');
    expect(dot(/^Change/)).toHaveFocus();
    await userEvent.click(
      screen.getByRole('button', { name: 'Fit all facts' }),
    );
    dot(/^Change/).focus();
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByRole('region', { name: 'Fact' })).toBeVisible();
    expect(search().get('fact')).toBe(ids.change);
    expect(search().get('view')).toBe('lanes');
  });

  it('pages through the table in the back end', async () => {
    const getTimeline = jest.fn<
      ReturnType<IntelGraphApi['getTimeline']>,
      [TimelineQuery?]
    >(async query =>
      query?.cursor
        ? page([facts[2]])
        : page(facts.slice(0, 2), {
            pageInfo: { hasNextPage: true, endCursor: 'next' },
            searchedTo: hoursAgo(20),
          }),
    );
    const { container } = show('/timeline?view=table', { getTimeline });
    const table = await screen.findByRole('grid', { name: 'Facts' });
    expect(within(table).getAllByRole('row')).toHaveLength(3);
    expect(
      screen.getByText(/^3 facts in the last 24 h\. The newest 2 come from/),
    ).toBeInTheDocument();
    expect(screen.getByText(/^Searched back to/)).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
    await userEvent.click(
      screen.getByRole('button', { name: 'Continue the search' }),
    );
    expect(await screen.findByText('There are no older ones.')).toBeVisible();
    expect(within(table).getAllByRole('row')).toHaveLength(4);
    expect(getTimeline).toHaveBeenLastCalledWith(
      expect.objectContaining({ cursor: 'next', limit: 100 }),
    );
  });

  it('travels in time, says so, and comes back', async () => {
    const knownAt = hoursAgo(3);
    const getTimeline = jest.fn<
      ReturnType<IntelGraphApi['getTimeline']>,
      [TimelineQuery?]
    >(async () => page([facts[2]]));
    const { container } = show(`/timeline?knownAt=${knownAt}`, {
      getTimeline,
      getHistogram: async ({ knownAt: then }) =>
        then
          ? histogram({
              buckets: [{ from: hoursAgo(4), counts: { change: 1 } }],
            })
          : histogram(),
    });
    expect(
      await screen.findByText(
        /You see what was known at .*2 facts of this time were recorded since and are left out\./,
      ),
    ).toBeInTheDocument();
    expect(getTimeline.mock.calls[0][0]).toMatchObject({ knownAt });
    expect(await axe(container)).toHaveNoViolations();

    fireEvent.change(screen.getByLabelText('What did we know at'), {
      target: { value: '2026-03-01T10:00' },
    });
    fireEvent.blur(screen.getByLabelText('What did we know at'));
    await waitFor(() =>
      expect(search().get('knownAt')).toBe(
        new Date('2026-03-01T10:00').toISOString(),
      ),
    );
    await userEvent.click(
      (
        await screen.findAllByRole('button', { name: 'Back to now' })
      )[0],
    );
    await waitFor(() => expect(search().get('knownAt')).toBeNull());
    expect(
      screen.queryByText(/You see what was known/),
    ).not.toBeInTheDocument();
  });

  it('says that there is news and leaves the rows where they are until one asks', async () => {
    const getTimeline = jest.fn<
      ReturnType<IntelGraphApi['getTimeline']>,
      [TimelineQuery?]
    >(async () => page(facts));
    const { signal } = show('/timeline', { getTimeline });
    await screen.findByText('There are no older ones.');
    signal(100);
    expect(screen.queryByText('There are new facts.')).not.toBeInTheDocument();
    const before = getTimeline.mock.calls.length;
    signal(101);
    expect(await screen.findByText('There are new facts.')).toBeInTheDocument();
    expect(getTimeline).toHaveBeenCalledTimes(before);
    await userEvent.click(
      screen.getByRole('button', { name: 'Show new facts' }),
    );
    await waitFor(() =>
      expect(getTimeline.mock.calls.length).toBeGreaterThan(before),
    );
    await userEvent.click(
      screen.getByRole('switch', { name: 'Pause updates' }),
    );
    expect(screen.queryByText('There are new facts.')).not.toBeInTheDocument();
  });

  it('hands out all facts that fit as a file', async () => {
    const exportTimeline = jest.fn(async () => new Response('{}\n'));
    const createObjectURL = jest.fn(() => 'blob:facts');
    Object.assign(URL, { createObjectURL, revokeObjectURL: jest.fn() });
    const click = jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(() => {});
    show('/timeline?lane=deploy', { exportTimeline });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Download NDJSON' }),
    );
    await waitFor(() => expect(click).toHaveBeenCalled());
    expect(exportTimeline).toHaveBeenCalledWith(
      expect.objectContaining({ lane: ['deploy'] }),
    );
    click.mockRestore();
  });

  it('says what to do where there is nothing', async () => {
    const { container } = show('/timeline?q=nothing', {
      getTimeline: async () => page([]),
    });
    expect(
      await screen.findByText('No fact in the last 24 h fits the filters'),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
    await userEvent.click(
      screen.getByRole('button', { name: 'Look at all times' }),
    );
    await waitFor(() => expect(search().get('range')).toBe('all'));
  });

  it('says what is missing to a person without the permission', async () => {
    const { container } = show('/timeline', {
      getTimeline: () => refuse(403, 'NotAllowedError'),
    });
    expect(await screen.findByText('intelgraph.fact.read')).toBeInTheDocument();
    expect(
      await screen.findByText('Only members of a tenant read its facts.'),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says why it failed, tries again, and keeps what it has when that fails', async () => {
    let works = false;
    const { container } = show('/timeline', {
      getTimeline: async query =>
        works
          ? page(query?.conflictsOnly ? [facts[1]] : facts)
          : refuse(503, 'ServiceUnavailableError'),
      getHistogram: () => refuse(503, 'ServiceUnavailableError'),
    });
    expect(
      await screen.findByText(/ServiceUnavailableError says so/),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
    works = true;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText(answer)).toBeInTheDocument();
    expect(
      screen.getByText(/How the facts spread over time could not be loaded/),
    ).toBeInTheDocument();
    works = false;
    await userEvent.click(
      screen.getAllByRole('button', { name: 'Refresh' })[0],
    );
    expect(
      await screen.findByText(/Loading them again failed/),
    ).toBeInTheDocument();
    expect(screen.getByText(answer)).toBeInTheDocument();
  });
});
