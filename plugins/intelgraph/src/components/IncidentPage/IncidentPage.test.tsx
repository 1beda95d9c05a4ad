import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { ids, refuse } from '../../__testUtils__/fakeApi';
import { hoursAgo, incidentDetail } from '../../__testUtils__/fixtures';
import { search, show } from '../../__testUtils__/show';

const path = '/incidents/view?ref=incident:default/incident-1';

describe('one incident', () => {
  it('says how it stands and what most likely led to it, and shows the evidence', async () => {
    const { container } = show(path);
    expect(
      await screen.findByText(
        'Open for 42 min; nobody has acknowledged it. Most likely cause: payments-api was deployed (a), 12 min before.',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('heading', { level: 1, name: 'Payments answer slowly' }),
    ).toBeInTheDocument();
    const table = screen.getByRole('grid', { name: 'What changed before' });
    const [, first, second] = within(table).getAllByRole('row');
    expect(first).toHaveTextContent(
      /92 %, likely.*deployed.*12 min.*A deployment reached it/,
    );
    expect(second).toHaveTextContent(/20 %, unlikely.*2 hr/);
    expect(await axe(container)).toHaveNoViolations();

    await userEvent.click(
      within(first).getByRole('link', { name: /was deployed/ }),
    );
    expect(await screen.findByRole('region', { name: 'Fact' })).toBeVisible();
    expect(search().get('fact')).toBe(ids.deploy);
    expect(search().get('ref')).toBe('incident:default/incident-1');
  });

  it('looks further back on demand', async () => {
    const getIncident = jest.fn(async () => ({
      ...incidentDetail(),
      changesBefore: [],
      windowHours: 168,
    }));
    show(path, { getIncident });
    await userEvent.click(await screen.findByRole('radio', { name: '7 days' }));
    await waitFor(() =>
      expect(getIncident).toHaveBeenLastCalledWith({
        incident: 'incident:default/incident-1',
        windowHours: 168,
      }),
    );
    expect(
      await screen.findAllByText(
        /Nothing is known to have changed in the 7 days/,
      ),
    ).not.toHaveLength(0);
  });

  it('is acknowledged with a note once the back end says so', async () => {
    let answer = (_: ReturnType<typeof incidentDetail>) => {};
    const acknowledgeIncident = jest.fn(
      () =>
        new Promise<ReturnType<typeof incidentDetail>>(resolve => {
          answer = resolve;
        }),
    );
    show(path, { acknowledgeIncident });
    const button = await screen.findByRole('button', {
      name: 'Acknowledge incident',
    });
    await waitFor(() => expect(button).toBeEnabled());
    await userEvent.click(button);
    const dialog = within(
      await screen.findByRole('dialog', { name: 'Acknowledge this incident?' }),
    );
    await userEvent.type(
      dialog.getByRole('textbox', { name: 'Note (optional)' }),
      'On it',
    );
    await userEvent.click(
      dialog.getByRole('button', { name: 'Acknowledge incident' }),
    );
    expect(acknowledgeIncident).toHaveBeenCalledWith(
      'incident:default/incident-1',
      'On it',
    );
    expect(screen.queryByText('Acknowledged')).not.toBeInTheDocument();
    answer(
      incidentDetail({
        status: 'acknowledged',
        acknowledgedAt: hoursAgo(0.095),
        acknowledgedBy: 'user:default/maya.chen',
      }),
    );
    expect(
      await screen.findByText(/maya\.chen acknowledged it after 36 min/),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Acknowledge incident' }),
    ).not.toBeInTheDocument();
  });

  it('says that it is over, that there is none, and what is missing', async () => {
    const first = show(path, {
      getIncident: async () =>
        incidentDetail({ status: 'resolved', resolvedAt: hoursAgo(0.195) }),
    });
    expect(
      await screen.findByText(/^Resolved after 30 min\./),
    ).toBeInTheDocument();
    first.unmount();
    const second = show(path, {
      getIncident: () => refuse(404, 'NotFoundError'),
    });
    expect(
      await screen.findByRole('link', { name: 'Open all incidents' }),
    ).toHaveAttribute('href', '/incidents');
    expect(await axe(second.container)).toHaveNoViolations();
    second.unmount();
    show(path, { getIncident: () => refuse(403, 'NotAllowedError') });
    expect(await screen.findByText('intelgraph.fact.read')).toBeInTheDocument();
  });
});
