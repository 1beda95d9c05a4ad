import {
  createFrontendPlugin,
  createRouteRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { lookModule } from '../look/lookModule';
import { shellModule } from './shellModule';

const pageOf = (pluginId: string, path: string, title: string) =>
  createFrontendPlugin({
    pluginId,
    title,
    icon: <svg />,
    extensions: [
      PageBlueprint.make({
        params: {
          path,
          title,
          routeRef: createRouteRef(),
          noHeader: true,
          loader: async () => <h1>{title}</h1>,
        },
      }),
    ],
  });

describe('the frame around every page', () => {
  it('leads by jobs, then other plugins by title, and reaches the search by key', async () => {
    renderTestApp({
      features: [
        lookModule,
        shellModule,
        pageOf('adr', '/decisions', 'Records'),
        pageOf('home', '/', 'Start'),
        pageOf('slo-doctor', '/slo', 'SLO Doctor'),
        pageOf('canary', '/canary', 'Canary'),
        pageOf('search', '/search', 'Search'),
      ],
    });

    const navigation = await screen.findByRole('navigation', { name: 'Main' });
    const links = within(navigation)
      .getAllByRole('link')
      .map(link => link.textContent)
      .filter(Boolean);
    expect(links.slice(0, 5)).toEqual([
      'CompanyOS',
      'Home',
      'Decisions',
      'Canary',
      'SLO Doctor',
    ]);
    expect(
      await within(screen.getByRole('main')).findByText('Start'),
    ).toBeInTheDocument();

    await userEvent.keyboard('/');
    const search = within(navigation).getByRole('searchbox');
    expect(search).toHaveFocus();
    await userEvent.keyboard('ledger{Enter}');
    expect(
      await screen.findByRole('heading', { name: 'Search' }),
    ).toBeInTheDocument();
  });
});
