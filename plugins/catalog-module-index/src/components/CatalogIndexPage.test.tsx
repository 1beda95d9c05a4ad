import type { AlphaEntity as Entity } from '@backstage/catalog-model/alpha';
import { identityApiRef } from '@backstage/frontend-plugin-api';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import {
  catalogApiRef,
  MockStarredEntitiesApi,
  starredEntitiesApiRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { CatalogIndexPage } from './CatalogIndexPage';

function component(
  name: string,
  {
    owner = 'group:default/payments-team',
    type = 'service',
    problem = '',
  } = {},
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      description: `About ${name}`,
      labels: { 'companyos.io/tier': 'tier-1' },
    },
    spec: { type, lifecycle: 'production', owner },
    relations: [
      { type: 'ownedBy', targetRef: owner },
      { type: 'partOf', targetRef: 'system:default/payments' },
    ],
    ...(problem
      ? {
          status: {
            items: [{ type: 'processing', level: 'error', message: problem }],
          },
        }
      : {}),
  };
}

async function show(options: {
  entities?: Entity[];
  path?: string;
  queryEntities?: jest.Mock;
}) {
  const catalog = catalogApiMock({ entities: options.entities ?? [] });
  if (options.queryEntities) {
    Object.assign(catalog, { queryEntities: options.queryEntities });
  }
  return renderInTestApp(
    <TestApiProvider
      apis={[
        [catalogApiRef, catalog],
        [starredEntitiesApiRef, new MockStarredEntitiesApi()],
        [
          identityApiRef,
          mockApis.identity({
            userEntityRef: 'user:default/leo.martins',
            ownershipEntityRefs: ['group:default/payments-team'],
          }),
        ],
      ]}
    >
      <CatalogIndexPage />
    </TestApiProvider>,
    { initialRouteEntries: [options.path ?? '/'] },
  );
}

const names = () =>
  within(screen.getByRole('grid', { name: 'Catalog' }))
    .getAllByRole('rowheader')
    .map(cell => within(cell).getByRole('link').textContent);

describe('the catalog page', () => {
  it('lists entities with their facts and tells how many are broken', async () => {
    const { container } = await show({
      entities: [
        component('ledger'),
        component('broken', { problem: 'no such file' }),
      ],
    });
    expect(
      await screen.findByText(
        '2 entities of kind component. 1 on this page can’t be read completely.',
      ),
    ).toBeInTheDocument();
    expect(names()).toEqual(['broken', 'ledger']);
    expect(screen.getByText('Problem')).toBeInTheDocument();
    expect(
      screen.getAllByRole('link', { name: 'payments' })[0],
    ).toHaveAttribute('href', '/catalog/default/system/payments');
    expect(await axe(container)).toHaveNoViolations();
  });

  it('narrows to mine, and says what to do when nothing matches', async () => {
    await show({
      entities: [
        component('ledger'),
        component('login', { owner: 'group:default/identity-team' }),
      ],
      path: '/?filters[user]=owned',
    });
    expect(await screen.findByText('One component.')).toBeInTheDocument();
    expect(names()).toEqual(['ledger']);

    await userEvent.type(
      screen.getByRole('searchbox', { name: /Search by name/ }),
      'nothing-like-it',
    );
    expect(await screen.findByText('Nothing matches')).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    await waitFor(() => expect(names()).toEqual(['ledger', 'login']));
  });

  it('leaves paging and sorting to the back end', async () => {
    const queryEntities = jest.fn(async ({ offset = 0 }) => ({
      items: [component(`service-${offset}`)],
      totalItems: 51,
      pageInfo: {},
    }));
    await show({ queryEntities });
    expect(await screen.findByText('1–1 of 51')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Next page' }));
    await waitFor(() => expect(names()).toEqual(['service-50']));
    await userEvent.click(screen.getByRole('columnheader', { name: /Owner/ }));
    await waitFor(() =>
      expect(queryEntities).toHaveBeenLastCalledWith(
        expect.objectContaining({
          offset: 0,
          orderFields: [
            { field: 'spec.owner', order: 'asc' },
            { field: 'metadata.name', order: 'asc' },
          ],
        }),
      ),
    );
  });

  it('says why the rows are missing, and tries again', async () => {
    const queryEntities = jest
      .fn()
      .mockRejectedValueOnce(new Error('database is locked'))
      .mockResolvedValue({
        items: [component('ledger')],
        totalItems: 1,
        pageInfo: {},
      });
    await show({ queryEntities });
    expect(await screen.findByText(/database is locked/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: /try again/i }));
    await waitFor(() => expect(names()).toEqual(['ledger']));
  });
});
