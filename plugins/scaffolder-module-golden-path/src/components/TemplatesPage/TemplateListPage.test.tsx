import { screen, waitFor, within } from '@testing-library/react';
import { axe } from 'jest-axe';
import {
  goldenTemplate,
  ownPage,
  renderCreate,
} from '../../__testUtils__/renderCreate';

describe('Create page', () => {
  it('says what each template gives and leads to its wizard', async () => {
    renderCreate({ path: '/create/templates' });

    const card = await screen.findByRole('region', { name: 'API service' });
    expect(within(card).getByText(goldenTemplate.summary)).toBeInTheDocument();
    for (const fact of [
      'Node 24',
      'contract tests',
      '1.0.0',
      '4.2 s typical, 8.9 s at worst',
      '12 succeeded, 1 failed',
    ]) {
      expect(within(card).getByText(fact)).toBeInTheDocument();
    }
    expect(
      within(card).getByRole('link', { name: 'platform-team' }),
    ).toHaveAttribute('href', '/catalog/default/group/platform-team');
    expect(
      await within(card).findByRole('link', {
        name: 'Create service: API service',
      }),
    ).toHaveAttribute('href', '/create/templates/default/api-service');

    // A template that is no golden path has a card too, after the golden ones.
    const cards = screen.getAllByRole('region', { name: /API|Plain/ });
    expect(cards).toHaveLength(2);
    expect(
      within(cards[1]).getByRole('link', { name: /Create library/ }),
    ).toBeInTheDocument();
    expect(await axe(ownPage())).toHaveNoViolations();
  });

  it('shows the proof of a release, and lets nobody choose what has none', async () => {
    const page = renderCreate({
      path: '/create/templates',
      routes: {
        'GET plugin://scaffolder/golden-path/templates': () => ({
          body: [
            {
              ...goldenTemplate,
              version: '1.1.0',
              versions: ['1.1.0', '1.0.0'],
              released: true,
              usable: true,
              release: {
                releasedAt: new Date().toISOString(),
                combinations: 15,
                greenSeconds: { p50: 48.2, p95: 61 },
                cores: 2,
              },
            },
          ],
        }),
      },
    });
    const card = await screen.findByRole('region', { name: 'API service' });
    expect(card).toHaveTextContent(/proven in 15 combinations of options/);
    expect(
      within(card).getByText('48 s typical, 1 min 1 s at worst'),
    ).toBeInTheDocument();
    expect(within(card).queryByText('Not released')).not.toBeInTheDocument();
    expect(
      await within(card).findByRole('link', {
        name: 'Create service: API service',
      }),
    ).toBeInTheDocument();
    page.unmount();

    renderCreate({
      path: '/create/templates',
      routes: {
        'GET plugin://scaffolder/golden-path/templates': () => ({
          body: [
            {
              ...goldenTemplate,
              versions: [],
              released: false,
              usable: false,
            },
          ],
        }),
      },
    });
    const unreleased = await screen.findByRole('region', {
      name: 'API service',
    });
    expect(within(unreleased).getByText('Not released')).toBeInTheDocument();
    const create = within(unreleased).getByRole('button', {
      name: 'Create service: API service',
    });
    expect(create).toBeDisabled();
    await waitFor(() =>
      expect(create).toHaveAccessibleDescription(
        /No version has passed its release proofs yet/,
      ),
    );
  });

  it('keeps the cards when only their figures are missing', async () => {
    renderCreate({
      path: '/create/templates',
      routes: {
        'GET plugin://scaffolder/golden-path/templates': () => ({
          status: 503,
          body: {
            error: {
              name: 'ServiceUnavailableError',
              message: 'The engine is starting.',
            },
            response: { statusCode: 503 },
          },
        }),
      },
    });

    expect(
      await screen.findByRole('region', { name: 'API service' }),
    ).toHaveTextContent('An HTTP service with a database.');
    expect(screen.getByRole('alert')).toHaveTextContent(
      'Versions, checks and task times are missing',
    );
  });
});
