import type { AlphaEntity as Entity } from '@backstage/catalog-model/alpha';
import { storageApiRef } from '@backstage/frontend-plugin-api';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { visitsApiRef } from '@backstage/plugin-home';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { identityApiRef } from '@backstage/frontend-plugin-api';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HomePage } from './HomePage';

function component(name: string, owner: string, problem?: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      labels: { 'companyos.io/tier': 'tier-1' },
      annotations: { 'companyos.io/template': 'api-service@1.0.0' },
    },
    spec: { type: 'service', lifecycle: 'production', owner },
    relations: [{ type: 'ownedBy', targetRef: owner }],
    ...(problem
      ? {
          status: {
            items: [{ type: 'processing', level: 'error', message: problem }],
          },
        }
      : {}),
  };
}

const visits = [
  {
    id: '1',
    name: 'ledger',
    pathname: '/catalog/default/component/ledger',
    hits: 3,
    timestamp: Date.now() - 60_000,
  },
];

async function renderHome(options: {
  entities?: Entity[];
  catalog?: Partial<typeof catalogApiRef.T>;
}) {
  const catalog = options.catalog
    ? Object.assign(catalogApiMock({ entities: [] }), options.catalog)
    : catalogApiMock({ entities: options.entities ?? [] });
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [catalogApiRef, catalog],
        [storageApiRef, mockApis.storage()],
        [visitsApiRef, { save: jest.fn(), list: async () => visits }],
        [
          identityApiRef,
          mockApis.identity({
            userEntityRef: 'user:default/leo.martins',
            ownershipEntityRefs: [
              'user:default/leo.martins',
              'group:default/payments-team',
            ],
            displayName: 'Leo Martins',
          }),
        ],
      ]}
    >
      <HomePage />
    </TestApiProvider>,
  );
}

describe('home', () => {
  it('answers with what the person owns, and lists it', async () => {
    await renderHome({
      entities: [
        component('ledger', 'group:default/payments-team'),
        component('broken', 'group:default/payments-team', 'no such file'),
        component('other', 'group:default/identity-team'),
      ],
    });

    expect(
      await screen.findByText(
        'You own 2 services; 1 cannot be read completely.',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('heading', { level: 1, name: 'Good to see you, Leo' }),
    ).toBeInTheDocument();
    const table = screen.getByRole('grid', { name: 'My services' });
    expect(within(table).getByRole('link', { name: 'ledger' })).toHaveAttribute(
      'href',
      '/catalog/default/component/ledger',
    );
    expect(within(table).getByText('Problem')).toBeInTheDocument();
    expect(within(table).queryByText('other')).not.toBeInTheDocument();
  });

  it('tells someone who owns nothing what to do next', async () => {
    await renderHome({});
    expect(
      await screen.findByText('You own no service yet.'),
    ).toBeInTheDocument();
    expect(
      screen.getAllByRole('link', { name: 'Create service' })[0],
    ).toHaveAttribute('href', '/create');
  });

  it('hides the first steps for good when asked', async () => {
    await renderHome({});
    await userEvent.click(
      await screen.findByRole('button', { name: 'Hide first steps' }),
    );
    expect(
      screen.queryByText('Create your first service'),
    ).not.toBeInTheDocument();
  });

  it('says why the services are missing, and tries again', async () => {
    const queryEntities = jest
      .fn()
      .mockRejectedValueOnce(new Error('catalog is resting'))
      .mockResolvedValue({ items: [], totalItems: 0, pageInfo: {} });
    await renderHome({ catalog: { queryEntities } });

    expect(await screen.findByText(/catalog is resting/)).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: /try again|retry/i }),
    );
    expect(
      await screen.findByText('You own no service yet.'),
    ).toBeInTheDocument();
  });
});
