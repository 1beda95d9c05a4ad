import { Entity } from '@backstage/catalog-model';
import { fetchApiRef } from '@backstage/frontend-plugin-api';
import {
  createExtensionTester,
  mockApis,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import {
  IntelGraphApi,
  TimelineQuery,
} from '@companyos/plugin-intelgraph-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import intelgraphPlugin from '.';
import { intelGraphApiRef } from './api/intelGraphApiRef';
import { fakeApi, refuse } from './__testUtils__/fakeApi';
import { facts, page } from './__testUtils__/fixtures';

const component: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'payments-api', namespace: 'default' },
  spec: { type: 'service' },
};

const showEntity = (
  extension: 'entity-content:intelgraph' | 'entity-card:intelgraph/last-facts',
  overrides: Partial<IntelGraphApi> = {},
) =>
  renderTestApp({
    extensions: [
      createTestEntityPage({ entity: component }),
      intelgraphPlugin.getExtension(extension),
    ],
    apis: [
      [intelGraphApiRef, fakeApi(overrides)],
      [fetchApiRef, { fetch: async () => Response.json({}) }],
      mockApis.permission(),
    ],
  });

describe('the tab of an entity', () => {
  it('is its timeline, and on demand that of what it is related to', async () => {
    const getTimeline = jest.fn<
      ReturnType<IntelGraphApi['getTimeline']>,
      [TimelineQuery?]
    >(async query => page(query?.conflictsOnly ? [] : facts));
    const { container } = showEntity('entity-content:intelgraph', {
      getTimeline,
    });
    expect(
      await screen.findByText(
        '3 facts in the last 30 days, from 2 sources; none contradicts another.',
      ),
    ).toBeInTheDocument();
    expect(getTimeline.mock.calls[0][0]).toMatchObject({
      entity: 'component:default/payments-api',
      depth: undefined,
    });
    expect(
      screen.getByRole('link', { name: 'Open relations' }),
    ).toHaveAttribute(
      'href',
      '/timeline/graph?entity=component%3Adefault%2Fpayments-api',
    );
    expect(await axe(container)).toHaveNoViolations();

    await userEvent.click(
      screen.getByRole('button', { name: /How far around/ }),
    );
    await userEvent.click(
      await screen.findByRole('option', { name: 'Direct relations' }),
    );
    await waitFor(() =>
      expect(getTimeline).toHaveBeenCalledWith(
        expect.objectContaining({
          entity: 'component:default/payments-api',
          depth: 1,
        }),
      ),
    );
  });
});

describe('the card of an entity', () => {
  it('has the last ten facts, which lead to the timeline', async () => {
    const getTimeline = jest.fn(fakeApi().getTimeline);
    const { container } = showEntity('entity-card:intelgraph/last-facts', {
      getTimeline,
    });
    expect(
      await screen.findByRole('link', {
        name: 'payments-api was deployed (a)',
      }),
    ).toHaveAttribute('href', expect.stringContaining('fact=sha256'));
    expect(
      screen.getByText('Another source says otherwise'),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Open timeline' })).toHaveAttribute(
      'href',
      '/timeline?entity=component%3Adefault%2Fpayments-api&range=all',
    );
    expect(getTimeline).toHaveBeenCalledWith({
      entity: 'component:default/payments-api',
      limit: 10,
    });
    // Which heading comes before a card is the matter of the overview around it.
    const rules = { 'heading-order': { enabled: false } };
    expect(await axe(container, { rules })).toHaveNoViolations();
  });

  it('takes one line where there is nothing, and says what failed', async () => {
    const { unmount } = showEntity('entity-card:intelgraph/last-facts', {
      getTimeline: async () => page([]),
    });
    expect(
      await screen.findByText('No fact is on the timeline yet.'),
    ).toBeInTheDocument();
    expect(screen.queryByText('Last ten facts')).not.toBeInTheDocument();
    unmount();
    showEntity('entity-card:intelgraph/last-facts', {
      getTimeline: () => refuse(503, 'ServiceUnavailableError'),
    });
    expect(
      await screen.findByText(/ServiceUnavailableError says so/),
    ).toBeInTheDocument();
  });
});

it('has its pages and APIs', () => {
  for (const id of [
    'page:intelgraph',
    'page:intelgraph/incidents',
    'api:intelgraph/facts',
    'api:intelgraph/provenance',
  ] as const) {
    const tester = createExtensionTester(intelgraphPlugin.getExtension(id));
    expect(JSON.stringify(tester.snapshot())).toContain(id);
  }
});
