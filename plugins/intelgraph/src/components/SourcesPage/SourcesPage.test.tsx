import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { refuse } from '../../__testUtils__/fakeApi';
import { page, quarantined, source } from '../../__testUtils__/fixtures';
import { show } from '../../__testUtils__/show';

const path = '/timeline/sources';
const noMore = page([]).pageInfo;

describe('the sources', () => {
  it('answers, lists, and shows of each what was refused and whether its chain holds', async () => {
    const { container } = show(path, {
      listSources: async () => ({
        items: [source(), source({ id: 2, source: 'urn:two', lagSeconds: 3 })],
      }),
    });
    expect(
      await screen.findByText(
        'All 2 sources report; the slowest is 4 min behind.',
      ),
    ).toBeInTheDocument();
    await screen.findByRole('grid', { name: 'Quarantine' });
    await screen.findByRole('grid', {
      name: 'Event types that are understood',
    });
    expect(await axe(container)).toHaveNoViolations();

    await userEvent.click(
      within(screen.getByRole('grid', { name: 'Sources' })).getByRole(
        'button',
        {
          name: 'https://deploys.example.com',
        },
      ),
    );
    const drawer = within(
      await screen.findByRole('dialog', {
        name: 'https://deploys.example.com',
      }),
    );
    expect(
      await drawer.findByText(/The time is in the future\./),
    ).toBeInTheDocument();
    expect(drawer.getByText('/time')).toBeInTheDocument();
    await userEvent.click(drawer.getByRole('button', { name: 'Verify chain' }));
    expect(await drawer.findByText('The chain is broken')).toBeInTheDocument();
    expect(drawer.getByText('Link 7')).toBeInTheDocument();
  });

  it('names the source that needs attention first', async () => {
    show(path, {
      listSources: async () => ({
        items: [
          source(),
          source({ id: 2, source: 'urn:quiet', status: 'silent' }),
          source({
            id: 3,
            source: 'urn:broken',
            status: 'failing',
            statusReason: 'Half of its events are refused.',
          }),
        ],
      }),
    });
    expect(
      await screen.findByText(
        '2 of 3 sources need attention, first urn:broken: Half of its events are refused.',
      ),
    ).toBeInTheDocument();
  });

  it('retries what waits, and discards it with a reason', async () => {
    const items = [quarantined()];
    const retryQuarantine = jest.fn(async () => {
      items.length = 0;
      return quarantined({ status: 'taken', attempts: 2 });
    });
    const discardQuarantine = jest.fn(async () =>
      quarantined({ status: 'discarded' }),
    );
    const { toast } = show(path, {
      listQuarantine: async () => ({ items: [...items], pageInfo: noMore }),
      retryQuarantine,
      discardQuarantine,
    });
    const open = async () =>
      within(await screen.findByRole('dialog', { name: quarantined().type }));
    await userEvent.click(
      await screen.findByRole('button', { name: quarantined().type }),
    );
    let drawer = await open();
    expect(drawer.getByText(/"delivery-9"/)).toBeInTheDocument();
    const discard = drawer.getByRole('button', { name: 'Discard event' });
    await waitFor(() => expect(discard).toBeEnabled());
    await userEvent.click(discard);
    const question = within(
      await screen.findByRole('dialog', { name: 'Discard this event?' }),
    );
    await userEvent.type(
      question.getByRole('textbox', { name: 'Reason' }),
      'Sent by mistake',
    );
    await userEvent.click(
      question.getByRole('button', { name: 'Discard event' }),
    );
    await waitFor(() =>
      expect(discardQuarantine).toHaveBeenCalledWith('q1', 'Sent by mistake'),
    );
    drawer = await open();
    await userEvent.click(drawer.getByRole('button', { name: 'Close' }));

    await userEvent.click(
      await screen.findByRole('button', { name: quarantined().type }),
    );
    drawer = await open();
    await userEvent.click(drawer.getByRole('button', { name: 'Retry event' }));
    await waitFor(() =>
      expect(toast.post).toHaveBeenLastCalledWith(
        expect.objectContaining({ title: 'Event taken' }),
      ),
    );
    await userEvent.click(drawer.getByRole('button', { name: 'Close' }));
    expect(await screen.findByText('Nothing waits.')).toBeInTheDocument();
  });

  it('opens the JSON Schema of a version', async () => {
    show(path);
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'dev.cdevents.service.deployed 0.2.0',
      }),
    );
    expect(
      await screen.findByRole('region', { name: 'Schema as JSON' }),
    ).toHaveTextContent('{}');
  });

  it('says how to begin, what is missing, and what broke', async () => {
    const first = show(path, { listSources: async () => ({ items: [] }) });
    expect(
      await screen.findByText('No source has sent anything yet'),
    ).toBeInTheDocument();
    expect(await axe(first.container)).toHaveNoViolations();
    first.unmount();
    const second = show(path, {
      listSources: () => refuse(403, 'NotAllowedError'),
    });
    expect(await screen.findByText('intelgraph.fact.read')).toBeInTheDocument();
    second.unmount();
    show(path, {
      listSources: () => refuse(503, 'ServiceUnavailableError'),
    });
    expect(
      await screen.findByText(/ServiceUnavailableError says so/),
    ).toBeInTheDocument();
  });
});
