import { Entity } from '@backstage/catalog-model';
import { fetchApiRef } from '@backstage/frontend-plugin-api';
import { mockApis, renderTestApp } from '@backstage/frontend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { configure, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import catalogModuleOverview from '.';
import { ProcessingStatus } from './api/overviewApiRef';

jest.setTimeout(120_000);
// Pages load in parts, and slowly on a busy machine.
configure({ asyncUtilTimeout: 30_000 });

const title = 'Why is this stale or broken?';

function ago(seconds: number): string {
  return new Date(Date.now() - seconds * 1_000).toISOString();
}

const payments: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'payments',
    namespace: 'default',
    title: 'Payments',
    description: 'Takes the money.',
    labels: {
      'companyos.io/tier': 'tier-1',
      'companyos.io/region': 'eu',
      'companyos.io/data-classification': 'pii',
    },
    annotations: {
      'backstage.io/techdocs-ref': 'dir:.',
      'companyos.io/template': 'api-service@1.0.0',
      'companyos.io/repository': 'payments-team/payments',
    },
  },
  spec: { type: 'service', lifecycle: 'production', owner: 'payments-team' },
  relations: [
    { type: 'ownedBy', targetRef: 'group:default/payments-team' },
    { type: 'partOf', targetRef: 'system:default/checkout' },
  ],
};

const others: Entity[] = ['Group:payments-team', 'System:checkout'].map(
  ref => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: ref.split(':')[0],
    metadata: { name: ref.split(':')[1], namespace: 'default' },
  }),
);

function fine(): ProcessingStatus {
  return {
    lastDiscoveryAt: ago(300),
    nextUpdateAt: ago(-600),
    lastStitchedAt: ago(3_600),
    location: {
      type: 'url',
      target:
        'http://localhost:7007/repos/payments-team/payments/blob/main/catalog-info.yaml',
    },
    originLocation: null,
    errors: [],
    orphan: false,
    unprocessedDiffers: false,
  };
}

/** What the back ends answer, by path; what is missing answers 404. */
function answers(overrides: Record<string, unknown> = {}) {
  return {
    'catalog/processing-status/by-name/component/default/payments': fine(),
    'repositories/repositories/payments-team/payments': {
      clonePath: '/srv/portal/.data/repos/payments-team/payments',
      history: [{ committedAt: ago(3 * 3_600) }, { committedAt: ago(9e5) }],
    },
    'adr/entities/by-name/component/default/payments': {
      records: [{ status: 'accepted' }, { status: 'proposed' }],
    },
    'techdocs/builds/by-name/component/default/payments': {
      builds: [
        { outcome: 'success', startedAt: ago(182), finishedAt: ago(180) },
      ],
    },
    ...overrides,
  } as Record<string, unknown>;
}

function apisFor(
  bodies: Record<string, unknown>,
  options: { entities?: Entity[]; mayRefresh?: boolean } = {},
) {
  const catalog = catalogApiMock({
    entities: options.entities ?? [payments, ...others],
  });
  const refreshEntity = jest.fn(async () => {});
  return {
    refreshEntity,
    apis: [
      [catalogApiRef, Object.assign(catalog, { refreshEntity })],
      [
        fetchApiRef,
        {
          fetch: async (input: string | URL | Request) => {
            const path = `${input}`.replace('plugin://', '');
            return path in bodies
              ? Response.json(bodies[path])
              : Response.json(
                  {
                    error: { name: 'NotFoundError', message: 'No such thing' },
                  },
                  { status: 404 },
                );
          },
        },
      ],
      mockApis.permission({
        authorize:
          options.mayRefresh === false
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
      }),
    ] as const,
  };
}

/** The configuration that the README recommends. */
const config = {
  app: {
    extensions: [
      'entity-card:catalog/processing-status',
      {
        'entity-card:catalog/about': {
          config: {
            filter: { $not: { kind: { $in: ['user', 'group', 'component'] } } },
          },
        },
      },
      { 'entity-card:catalog/labels': false },
      {
        'entity-card:catalog/depends-on-components': {
          config: { filter: related('dependsOn', 'component:') },
        },
      },
      {
        'entity-card:catalog/depends-on-resources': {
          config: { filter: related('dependsOn', 'resource:') },
        },
      },
      {
        'entity-card:catalog/has-subcomponents': {
          config: { filter: related('hasPart', 'component:') },
        },
      },
    ],
  },
};

/** Cards of relations that a component does not have are left out. */
function related(type: string, prefix: string) {
  return {
    kind: 'component',
    relations: { $contains: { type, targetRef: { $hasPrefix: prefix } } },
  };
}

/** Opens the page of the component in the real catalog plugin. */
function openComponent(
  bodies = answers(),
  options?: Parameters<typeof apisFor>[1],
) {
  const { apis, refreshEntity } = apisFor(bodies, options);
  const rendered = renderTestApp({
    features: [catalogPlugin, catalogModuleOverview],
    config,
    initialRouteEntries: ['/catalog/default/component/payments'],
    apis,
  });
  return { ...rendered, refreshEntity };
}

function text(content: string) {
  return (_: string, element: Element | null) =>
    element?.textContent === content &&
    ![...element.children].some(child => child.textContent === content);
}

describe('the overview of a component', () => {
  it('answers from the facts that are known, and says how to get it', async () => {
    const { container } = openComponent();

    expect(
      await screen.findByText(
        text(
          'Made from template api-service 1.0.0, last changed 3 hr. ago; its catalog entry is in order; 2 decisions recorded, 1 of them to decide; docs built 3 min. ago.',
        ),
      ),
    ).toBeVisible();
    expect(
      await screen.findByText(
        'git clone /srv/portal/.data/repos/payments-team/payments',
      ),
    ).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'Browse the repository' }),
    ).toHaveAttribute('href', '/repos/payments-team/payments');

    for (const [label, value] of [
      ['Tier', 'tier-1'],
      ['Lifecycle', 'production'],
      ['Data', 'pii'],
      ['Region', 'eu'],
      ['Owner', 'payments-team'],
      ['System', 'checkout'],
    ]) {
      const term = screen.getByText(label, { selector: 'dt *, dt' });
      expect(term.closest('dt')?.nextElementSibling).toHaveTextContent(value);
    }
    expect(screen.getByText('Takes the money.')).toBeVisible();

    const card = await screen.findByRole('region', { name: title });
    await within(card).findByText('In order');
    expect(card).toHaveTextContent(
      /In orderSeen in its source 5 min\. ago, next look in (9|10) min/,
    );
    expect(
      screen.queryByRole('heading', { name: /About|Labels|depends|Subcomp/i }),
    ).not.toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('keeps the menu and the star of the page', async () => {
    openComponent();
    await userEvent.click(
      await screen.findByRole('button', { name: 'More actions' }),
    );
    expect(
      (await screen.findAllByRole('menuitem')).map(item => item.textContent),
    ).toEqual(expect.arrayContaining(['Inspect entity', 'Unregister entity']));
    await userEvent.keyboard('{Escape}');
    await userEvent.click(
      screen.getByRole('button', { name: 'Add to starred' }),
    );
    expect(
      await screen.findByRole('button', { name: 'Remove from starred' }),
    ).toBeVisible();
  });

  it('leaves out what could not be read instead of claiming it', async () => {
    openComponent({});
    expect(
      await screen.findByText(text('Made from template api-service 1.0.0.')),
    ).toBeVisible();
    expect(
      await screen.findByText('How the catalog keeps this could not be read'),
    ).toBeVisible();
    expect(screen.queryByText(/git clone/)).not.toBeInTheDocument();
  });

  it('says what is wrong, what fixes it, and asks the catalog to look again', async () => {
    const bodies = answers({
      'catalog/processing-status/by-name/component/default/payments': {
        ...fine(),
        errors: [
          {
            name: 'NotFoundError',
            message: 'catalog-info.yaml does not exist',
            entityRef: 'location:default/all',
          },
        ],
        orphan: true,
      },
    });
    const { container, refreshEntity } = openComponent(bodies, {
      entities: [payments, others[0]],
    });
    expect(await screen.findByText('Broken')).toBeVisible();
    const card = within(screen.getByRole('region', { name: title }));
    expect(card.getAllByRole('listitem').map(item => item.textContent)).toEqual(
      [
        'catalog-info.yaml does not exist At all' +
          'Put the file back, or correct the location that names it.',
        'No source lists this any more; what you see is the last that was known.' +
          'List it again in its catalog file, or unregister it under More actions.',
        'It refers to system:default/checkout, which the catalog does not know.' +
          'Correct the name at the source, or register what is missing.',
      ],
    );
    expect(
      await screen.findByText(/its catalog entry has 3 problems/),
    ).toBeVisible();
    expect(await axe(container)).toHaveNoViolations();

    // The file is back; the catalog takes a moment to see it.
    bodies['catalog/processing-status/by-name/component/default/payments'] =
      fine();
    await userEvent.click(card.getByRole('button', { name: 'Refresh' }));
    expect(refreshEntity).toHaveBeenCalledWith('component:default/payments');
    expect(
      await card.findByText('Asked the catalog to look at the source now.'),
    ).toBeVisible();
    await waitFor(
      () =>
        expect(
          screen.queryByText('catalog-info.yaml does not exist'),
        ).not.toBeInTheDocument(),
      { timeout: 5_000 },
    );
  });

  it('shows the refusal to refresh with its reason', async () => {
    openComponent(
      answers({
        'permission/explain?permission=catalog.entity.refresh': {
          grantedBy: [{ title: 'Platform engineer' }],
        },
      }),
      { mayRefresh: false },
    );
    const reason = await screen.findByText(
      'Refreshing needs the role Platform engineer.',
    );
    const button = screen.getByRole('button', { name: 'Refresh' });
    expect(button).toBeDisabled();
    expect(button).toHaveAccessibleDescription(reason.textContent ?? '');
  });
});

describe('the card on other kinds', () => {
  it('takes one line when nothing is wrong', async () => {
    const { apis } = apisFor(
      {
        'catalog/processing-status/by-name/system/default/checkout': {
          ...fine(),
          location: { type: 'file', target: 'examples/systems.yaml' },
        },
      },
      { entities: others },
    );
    renderTestApp({
      features: [catalogPlugin, catalogModuleOverview],
      config,
      initialRouteEntries: ['/catalog/default/system/checkout'],
      apis,
    });
    const card = await screen.findByRole('region', { name: title });
    await within(card).findByText('In order');
    expect(within(card).queryByRole('heading')).not.toBeInTheDocument();
    expect(within(card).getByText('examples/systems.yaml')).toBeVisible();
    expect(await axe(card)).toHaveNoViolations();
  });
});
