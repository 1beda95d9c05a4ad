import { Entity } from '@backstage/catalog-model';
import { ResponseError } from '@backstage/errors';
import { fetchApiRef, toastApiRef } from '@backstage/frontend-plugin-api';
import {
  createExtensionTester,
  mockApis,
  renderInTestApp,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  Decision,
  DecisionProblem,
  DecisionsApi,
  DecisionSummary,
  EntityDecisions,
} from '@companyos/plugin-adr-common';
import { configure, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import adrPlugin from '.';
import { decisionsApiRef } from './api/decisionsApiRef';
import { Router } from './components/Router';
import { DecisionSearchResult } from './components/DecisionSearchResult/DecisionSearchResult';
import { rootRouteRef } from './routes';

jest.setTimeout(60_000);
configure({ asyncUtilTimeout: 10_000 });

const older = '00000000000000aa';
const newer = '00000000000000bb';

const record = (
  id: string,
  values: Partial<DecisionSummary> = {},
): DecisionSummary => ({
  id,
  entityRef: 'component:default/payments',
  path: '0002-use-postgresql.md',
  number: 2,
  title: 'Use PostgreSQL',
  status: 'accepted',
  statusText: 'accepted',
  date: '2026-02-02',
  deciders: ['Maya Chen', 'Leo Martins'],
  consulted: [],
  informed: [],
  supersedes: [{ raw: 'ADR-1', id: older, number: 1, title: 'Use MySQL' }],
  supersededBy: [],
  sourceUrl: 'http://localhost:7007/repos/p/payments/blob/main/docs/adr/2.md',
  contentSha256: 'c'.repeat(64),
  revision: 'd'.repeat(40),
  recordedAt: '2026-11-01T10:00:00.000Z',
  ...values,
});

const records = [
  record(newer),
  record(older, {
    number: 1,
    title: 'Use MySQL',
    status: 'superseded',
    date: '2025-01-01',
    deciders: [],
    supersedes: [],
    supersededBy: [
      { raw: '0002', id: newer, number: 2, title: 'Use PostgreSQL' },
    ],
  }),
  record('00000000000000cc', {
    entityRef: 'component:default/orders',
    number: null,
    title: 'Ship on Fridays',
    status: 'proposed',
    date: null,
    supersedes: [],
  }),
];

const problem: DecisionProblem = {
  entityRef: 'component:default/payments',
  path: '0003-nothing.md',
  code: 'unknown-status',
  severity: 'error',
  reason: 'The status "done" is none of proposed, accepted.',
  fix: 'Write one of these words.',
  line: 2,
  sourceUrl: 'data:text/html,hello',
};

const decision: Decision = {
  record: records[0],
  body: [
    '## Context',
    'Orders need **transactions**.',
    '<script>window.hacked = true</script><img src="x" alt="x" onerror="alert(1)">',
    '[bad](javascript:alert(1)) and [other](/decisions/00000000000000aa)',
  ].join('\n\n'),
  options: [
    { title: 'PostgreSQL', outcome: 'chosen', details: null },
    { title: 'MySQL', outcome: 'rejected', details: '* Bad, because it locks' },
  ],
  chain: {
    supersededBy: [],
    supersedes: [
      {
        id: older,
        number: 1,
        title: 'Use MySQL',
        status: 'superseded',
        date: '2025-01-01',
        distance: 1,
      },
    ],
  },
};

const entityDecisions: EntityDecisions = {
  entityRef: 'component:default/payments',
  declared: true,
  source: {
    entityRef: 'component:default/payments',
    location: 'docs/adr',
    found: true,
    revision: 'd'.repeat(40),
    lastReadAt: '2026-11-01T10:00:00.000Z',
    lastSucceededAt: '2026-11-01T10:00:00.000Z',
    lastError: null,
    nextReadAt: '2026-11-01T10:01:00.000Z',
  },
  records: records.slice(0, 2),
  problems: [problem],
};

const answer = async (status: number, name: string) => {
  const body = { error: { name, message: `${name} says so` } };
  throw await ResponseError.fromResponse(Response.json(body, { status }));
};

const fakeApi = (overrides: Partial<DecisionsApi> = {}): DecisionsApi => ({
  listDecisions: async () => ({ items: records, nextCursor: null }),
  listProblems: async () => ({ items: [problem], nextCursor: null }),
  getDecision: async () => decision,
  getEntityDecisions: async () => entityDecisions,
  refresh: async () => entityDecisions,
  ...overrides,
});

const explanation = {
  fetch: async () =>
    Response.json({
      permission: 'adr.record.read',
      allowed: false,
      reason: 'Only the signed-in read decisions.',
      yourRoles: [],
      grantedBy: [],
      contacts: [],
    }),
};

const show = (path: string, overrides: Partial<DecisionsApi> = {}) =>
  renderInTestApp(<Router />, {
    apis: [
      [decisionsApiRef, fakeApi(overrides)],
      [fetchApiRef, explanation],
    ],
    mountPath: '/decisions/*',
    mountedRoutes: {
      '/decisions': rootRouteRef,
      '/catalog/:namespace/:kind/:name': entityRouteRef,
    },
    initialRouteEntries: [path],
  });

describe('all decisions', () => {
  it('answers, lists, links and says which records need a correction', async () => {
    const { container } = await show('/decisions');
    expect(
      await screen.findByText(
        '3 decisions of 2 components are on record: 1 accepted, 1 proposed.',
      ),
    ).toBeInTheDocument();
    expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);

    const table = screen.getByRole('grid', { name: 'Decisions' });
    const [, first] = within(table).getAllByRole('row');
    expect(first).toHaveTextContent(
      /0002.*Use PostgreSQL.*Accepted.*2026-02-02/,
    );
    expect(
      within(first).getByRole('link', { name: 'Use PostgreSQL' }),
    ).toHaveAttribute('href', `/decisions/${newer}`);
    expect(within(first).getByRole('link', { name: '0001' })).toHaveAttribute(
      'href',
      `/decisions/${older}`,
    );
    expect(
      within(first).getByRole('link', { name: /payments/ }),
    ).toHaveAttribute('href', '/catalog/default/component/payments');

    const problems = await screen.findByRole('grid', {
      name: 'Records that need a correction',
    });
    expect(problems).toHaveTextContent('0003-nothing.md, line 2');
    expect(problems).toHaveTextContent('Write one of these words.');
    expect(
      within(problems).queryByRole('link', { name: /0003/ }),
    ).not.toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('searches texts in the back end, from the URL and as one types', async () => {
    const listDecisions = jest.fn<
      ReturnType<DecisionsApi['listDecisions']>,
      Parameters<DecisionsApi['listDecisions']>
    >(async query => ({
      items: query?.q === 'nothing' ? [] : records.slice(0, 1),
      nextCursor: null,
    }));
    await show('/decisions?q=locks', { listDecisions });
    expect(
      await screen.findByText('One decision mentions “locks”.'),
    ).toBeInTheDocument();
    const field = screen.getByRole('searchbox', {
      name: 'Search titles, texts and deciders',
    });
    expect(field).toHaveValue('locks');
    await userEvent.clear(field);
    await userEvent.type(field, 'nothing');
    expect(
      await screen.findAllByText('No decision mentions “nothing”.'),
    ).not.toHaveLength(0);
    expect(listDecisions).toHaveBeenLastCalledWith(
      expect.objectContaining({ q: 'nothing' }),
    );
  });

  it('loads every page', async () => {
    await show('/decisions', {
      listDecisions: async query =>
        query?.cursor
          ? { items: records.slice(1), nextCursor: null }
          : { items: records.slice(0, 1), nextCursor: 'next' },
    });
    expect(await screen.findByText('Ship on Fridays')).toBeInTheDocument();
    expect(screen.getByText('Use PostgreSQL')).toBeInTheDocument();
  });

  it('says how to write the first one, and gives a template', async () => {
    const user = userEvent.setup();
    const writeText = jest.spyOn(navigator.clipboard, 'writeText');
    const { container } = await show('/decisions', {
      listDecisions: async () => ({ items: [], nextCursor: null }),
      listProblems: async () => ({ items: [], nextCursor: null }),
    });
    expect(await screen.findByText('No decisions yet')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Copy template' }));
    expect(await screen.findByText('Template copied')).toBeInTheDocument();
    expect(writeText).toHaveBeenCalledWith(
      expect.stringMatching(/^---\nstatus: proposed\n/),
    );
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says what is missing to a person without the permission', async () => {
    await show('/decisions', {
      listDecisions: () => answer(403, 'NotAllowedError'),
      listProblems: () => answer(403, 'NotAllowedError'),
    });
    expect(await screen.findByText('adr.record.read')).toBeInTheDocument();
    expect(
      await screen.findByText('Only the signed-in read decisions.'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('grid')).not.toBeInTheDocument();
  });

  it('says why it failed, tries again, and keeps what it has when that fails', async () => {
    const listDecisions = jest
      .fn()
      .mockImplementationOnce(() => answer(503, 'ServiceUnavailableError'))
      .mockResolvedValueOnce({ items: records, nextCursor: null })
      .mockImplementation(() => answer(503, 'ServiceUnavailableError'));
    await show('/decisions', { listDecisions });
    expect(
      await screen.findByText(/ServiceUnavailableError says so/),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: /try again|retry/i }),
    );
    expect(await screen.findByText('Use PostgreSQL')).toBeInTheDocument();
    await userEvent.click(
      screen.getAllByRole('button', { name: /refresh/i })[0],
    );
    expect(
      await screen.findByText(/Loading them again failed/),
    ).toBeInTheDocument();
    expect(screen.getByText('Use PostgreSQL')).toBeInTheDocument();
  });
});

describe('one decision', () => {
  it('shows how it stands, the chain, what was not taken, and the text safely', async () => {
    const { container } = await show(`/decisions/${newer}`);
    expect(
      await screen.findByRole('heading', { level: 1, name: 'Use PostgreSQL' }),
    ).toBeInTheDocument();
    expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
    expect(
      screen.getByText(
        'This was decided by Maya Chen and Leo Martins and holds.',
      ),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Open source' })).toHaveAttribute(
      'href',
      records[0].sourceUrl,
    );

    const chain = screen.getByRole('list', {
      name: 'What came before and after',
    });
    const nodes = within(chain).getAllByRole('listitem');
    expect(nodes.map(node => node.getAttribute('aria-current'))).toEqual([
      'true',
      null,
    ]);
    expect(
      within(nodes[1]).getByRole('link', { name: '0001 Use MySQL' }),
    ).toHaveAttribute('href', `/decisions/${older}`);

    const rejected = screen.getByRole('region', { name: 'Rejected options' });
    expect(rejected).toHaveTextContent('MySQL');
    expect(rejected).toHaveTextContent('Bad, because it locks');
    expect(rejected).not.toHaveTextContent('PostgreSQL');

    const text = screen.getByRole('region', { name: 'The record' });
    expect(text).toHaveTextContent('Orders need transactions.');
    expect(text.querySelector('script, [onerror]')).toBeNull();
    expect(
      within(text).queryByRole('link', { name: 'bad' })?.getAttribute('href') ??
        '',
    ).not.toContain('javascript');
    expect(within(text).getByRole('link', { name: 'other' })).toHaveAttribute(
      'href',
      expect.stringMatching(`/decisions/${older}$`),
    );
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says by what it was replaced, and which references lead nowhere', async () => {
    await show(`/decisions/${older}`, {
      getDecision: async () => ({
        ...decision,
        record: {
          ...records[1],
          supersedes: [
            { raw: '../../etc', id: null, number: null, title: null },
          ],
        },
        options: [],
        chain: {
          supersedes: [],
          supersededBy: [
            {
              id: newer,
              number: 2,
              title: 'Use PostgreSQL',
              status: 'accepted',
              date: null,
              distance: 1,
            },
          ],
        },
      }),
    });
    expect(
      await screen.findByText(
        'This no longer holds: Use PostgreSQL took its place.',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText(/“..\/..\/etc”, which is no record/)).toBeVisible();
    expect(screen.queryByText('Rejected options')).not.toBeInTheDocument();
  });

  it('leads back from a decision that is not there', async () => {
    const { container } = await show('/decisions/gone', {
      getDecision: () => answer(404, 'NotFoundError'),
    });
    expect(
      await screen.findByRole('link', { name: 'Open all decisions' }),
    ).toHaveAttribute('href', '/decisions');
    expect(await axe(container)).toHaveNoViolations();
  });
});

describe('the tab of a component', () => {
  const component: Entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'payments',
      namespace: 'default',
      annotations: { 'companyos.io/adr-location': 'docs/adr' },
    },
    spec: { type: 'service' },
  };

  const showTab = (overrides: Partial<DecisionsApi> = {}) => {
    const toast = { post: jest.fn(() => ({ close: () => {} })) };
    const rendered = renderTestApp({
      extensions: [
        createTestEntityPage({ entity: component }),
        adrPlugin.getExtension('entity-content:adr'),
      ],
      apis: [
        [decisionsApiRef, fakeApi(overrides)],
        [fetchApiRef, explanation],
        [toastApiRef, toast],
        mockApis.permission({ authorize: AuthorizeResult.ALLOW }),
      ],
    });
    return { ...rendered, toast };
  };

  it('shows records, problems and how fresh they are, and refreshes', async () => {
    const refresh = jest.fn(async () => entityDecisions);
    const getEntityDecisions = jest.fn(async () => entityDecisions);
    const { container } = showTab({ refresh, getEntityDecisions });
    expect(
      await screen.findByText(
        '2 decisions are on record: 1 accepted, 0 proposed.',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('docs/adr')).toBeInTheDocument();
    expect(screen.getByText('0003-nothing.md, line 2')).toBeInTheDocument();
    const button = screen.getByRole('button', { name: 'Refresh decisions' });
    await waitFor(() => expect(button).toBeEnabled());
    await userEvent.click(button);
    expect(refresh).toHaveBeenCalledWith('component:default/payments');
    await waitFor(() => expect(getEntityDecisions).toHaveBeenCalledTimes(2));
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says that what it shows is old, and why', async () => {
    const { toast } = showTab({
      getEntityDecisions: async () => ({
        ...entityDecisions,
        source: {
          ...entityDecisions.source!,
          lastError: 'The host is down',
        },
      }),
      refresh: () => answer(503, 'ServiceUnavailableError'),
    });
    expect(
      await screen.findByText(/The last attempt failed: The host is down/),
    ).toBeInTheDocument();
    expect(screen.getByText('Use PostgreSQL')).toBeInTheDocument();
    const button = screen.getByRole('button', { name: 'Refresh decisions' });
    await waitFor(() => expect(button).toBeEnabled());
    await userEvent.click(button);
    await waitFor(() =>
      expect(toast.post).toHaveBeenCalledWith(
        expect.objectContaining({
          description: expect.stringContaining('says so'),
        }),
      ),
    );
  });

  it('waits for the first read, and says how to begin when there is nothing', async () => {
    jest.useFakeTimers({ advanceTimers: true });
    try {
      const unread = { ...entityDecisions, source: null, records: [] };
      const getEntityDecisions = jest
        .fn()
        .mockResolvedValueOnce({ ...unread, problems: [] })
        .mockResolvedValue({ ...entityDecisions, records: [], problems: [] });
      showTab({ getEntityDecisions });
      expect(await screen.findByText('Not read yet')).toBeInTheDocument();
      await jest.advanceTimersByTimeAsync(3_000);
      expect(await screen.findByText('No decisions yet')).toBeInTheDocument();
      expect(screen.getByText(/Put this file into docs\/adr/)).toBeVisible();
    } finally {
      jest.useRealTimers();
    }
  });

  it('says why it never worked', async () => {
    showTab({
      getEntityDecisions: async () => ({
        ...entityDecisions,
        records: [],
        problems: [],
        source: {
          ...entityDecisions.source!,
          lastSucceededAt: null,
          lastError: 'There is no folder docs/adr',
        },
      }),
    });
    expect(
      await screen.findByText('Decisions could not be read'),
    ).toBeInTheDocument();
    expect(screen.getByText('There is no folder docs/adr')).toBeVisible();
  });
});

describe('the plugin', () => {
  it('is in the navigation, and shows decisions among search results', async () => {
    const tester = createExtensionTester(adrPlugin.getExtension('page:adr'));
    expect(JSON.stringify(tester.snapshot())).toContain('page:adr');
    const text = `${'Long before. '.repeat(30)}Because of <b>transactions</b>`;
    const { container } = await renderInTestApp(
      <DecisionSearchResult
        highlight={{ preTag: '<b>', postTag: '</b>', fields: { text } }}
        result={{
          title: 'Use PostgreSQL',
          text: 'Because  of\ntransactions',
          location: `/decisions/${newer}`,
          ...{
            entityRef: 'component:default/payments',
            status: 'accepted',
            number: '2',
            date: '2026-02-02',
          },
        }}
      />,
    );
    expect(
      await screen.findByRole('link', { name: '0002 Use PostgreSQL' }),
    ).toHaveAttribute('href', `/decisions/${newer}`);
    expect(container).toHaveTextContent(
      /Decision of payments · 2026-02-02….*Because of transactions$/,
    );
    expect(screen.getByText('transactions').tagName).toBe('MARK');
    expect(await axe(container)).toHaveNoViolations();
  });
});
