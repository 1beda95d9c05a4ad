import { screen, within } from '@testing-library/react';
import { axe } from 'jest-axe';
import { refuse } from '../../__testUtils__/fakeApi';
import { page } from '../../__testUtils__/fixtures';
import { show } from '../../__testUtils__/show';

describe('all incidents', () => {
  it('answers, lists and links', async () => {
    const { container } = show('/incidents');
    expect(
      await screen.findByText(
        'One incident is open; one has not been acknowledged.',
      ),
    ).toBeInTheDocument();
    const table = screen.getByRole('grid', { name: 'Incidents' });
    expect(
      within(table).getByRole('link', { name: 'Payments answer slowly' }),
    ).toHaveAttribute(
      'href',
      '/incidents/view?ref=incident%3Adefault%2Fincident-1',
    );
    expect(table).toHaveTextContent(/Ledger was down.*Resolved/);
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says how one is reported where there is none, and what is missing', async () => {
    const { container, unmount } = show('/incidents', {
      listIncidents: async () => ({ items: [], pageInfo: page([]).pageInfo }),
    });
    expect(
      await screen.findByText('No incidents on record'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/curl -X POST .*\/api\/intelgraph\/events/),
    ).toHaveTextContent('dev.cdevents.incident.detected');
    expect(await axe(container)).toHaveNoViolations();
    unmount();
    show('/incidents', { listIncidents: () => refuse(403, 'NotAllowedError') });
    expect(await screen.findByText('intelgraph.fact.read')).toBeInTheDocument();
  });
});
