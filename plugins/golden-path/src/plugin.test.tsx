import { fetchApiRef } from '@backstage/frontend-plugin-api';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type {
  Campaign,
  CampaignPlan,
  FleetRepository,
  RepositoryDetail,
  TemplateView,
  Update,
} from '@companyos/plugin-golden-path-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import type { GoldenPathApi } from './api/GoldenPathApi';
import { goldenPathApiRef } from './api/goldenPathApiRef';
import { GoldenPathCard } from './components/GoldenPathCard/GoldenPathCard';
import { Router } from './components/Router';

const checkedAt = '2026-11-20T12:00:00.000Z';

const behind: FleetRepository = {
  entityRef: 'component:default/invoice-api',
  title: 'invoice-api',
  owner: 'group:default/payments-team',
  repositoryUrl: 'http://localhost/repos/payments-team/invoice-api',
  host: 'local-git',
  template: 'api-service',
  version: '1.0.0',
  latest: '1.1.0',
  drift: {
    status: 'edited',
    behind: 1,
    edited: [
      { path: 'eslint.config.js', kind: 'changed' },
      {
        path: '.npmrc',
        kind: 'changed',
        patch: {
          path: '.npmrc',
          reason: 'A mirror inside',
          expires: '2027-01-31',
          expired: false,
        },
      },
    ],
    patches: [
      {
        path: '.npmrc',
        reason: 'A mirror inside',
        ticket: 'https://tickets.example/PAY-7',
        expires: '2027-01-31',
        expired: false,
      },
      {
        path: 'Makefile',
        reason: 'An old one',
        ticket: 'data:text/html,hello',
        expires: '2026-01-31',
        expired: true,
      },
    ],
    problems: [],
  },
  commit: '1111111111111111111111111111111111111111',
  checkedAt,
  mayUpdate: true,
};
const current: FleetRepository = {
  ...behind,
  entityRef: 'component:default/hello-prod',
  title: 'hello-prod',
  version: '1.1.0',
  drift: {
    status: 'current',
    behind: 0,
    edited: [],
    patches: [],
    problems: [],
  },
};
const versions: TemplateView['versions'] = [
  {
    version: '1.1.0',
    digest: `sha256:${'a'.repeat(64)}`,
    release: {
      releasedAt: checkedAt,
      combinations: 15,
      greenSeconds: { p50: 50, p95: 60 },
      cores: 2,
    },
    repositories: 1,
  },
  { version: '1.0.0', digest: `sha256:${'b'.repeat(64)}`, repositories: 1 },
];
const update: Update = {
  id: 'u1',
  status: 'checking',
  from: '1.0.0',
  to: '1.1.0',
  entityRef: behind.entityRef,
  repositoryUrl: behind.repositoryUrl,
  branch: 'companyos/golden-path/1.1.0',
  commit: '2222222222222222222222222222222222222222',
  base: behind.commit!,
  files: [{ path: 'Makefile', change: 'changed' }],
  conflicts: [],
  checks: [
    {
      name: 'golden/merge',
      status: 'passed',
      summary: 'Merged without conflicts.',
      at: checkedAt,
      hasLog: false,
    },
    {
      name: 'ci',
      status: 'pending',
      summary: 'make ci is running.',
      at: checkedAt,
      hasLog: true,
    },
  ],
  createdBy: 'user:default/leo.martins',
  createdAt: checkedAt,
  updatedAt: checkedAt,
  mayMerge: true,
};
const detail: RepositoryDetail = {
  ...behind,
  answers: { name: 'invoice-api', tier: 'tier-1' },
  versions,
  updates: [],
};
const campaign: Campaign = {
  id: 'c1',
  title: 'API service 1.1.0',
  template: 'api-service',
  to: '1.1.0',
  repositories: [behind.entityRef],
  waves: [1],
  stopAfterFailures: 1,
  autoMerge: true,
  status: 'draft',
  wave: 0,
  waveCount: 1,
  counts: {
    waiting: 1,
    updating: 0,
    ready: 0,
    done: 0,
    failed: 0,
    conflicts: 0,
    skipped: 0,
  },
  members: [{ entityRef: behind.entityRef, wave: 1, status: 'waiting' }],
  createdBy: 'user:default/maya.chen',
  createdAt: checkedAt,
  updatedAt: checkedAt,
};

const never = () => new Promise<never>(() => {});

function createApi(): jest.Mocked<GoldenPathApi> {
  return {
    fleet: jest.fn().mockResolvedValue({
      items: [behind, current],
      totals: {
        repositories: 2,
        byStatus: {
          current: 1,
          outdated: 0,
          edited: 1,
          tampered: 0,
          undecided: 0,
        },
        byVersion: [
          { template: 'api-service', version: '1.0.0', repositories: 1 },
          { template: 'api-service', version: '1.1.0', repositories: 1 },
        ],
      },
    }),
    templates: jest.fn().mockResolvedValue([
      {
        name: 'api-service',
        title: 'API service',
        latest: '1.1.0',
        versions,
      },
    ]),
    repository: jest.fn().mockResolvedValue(detail),
    check: jest.fn().mockResolvedValue(detail),
    preview: jest.fn().mockResolvedValue({
      from: '1.0.0',
      to: '1.1.0',
      files: [
        {
          path: 'Makefile',
          change: 'changed',
          mode: 'merged',
          diff: '--- a/Makefile\n+++ b/Makefile\n@@ -1 +1 @@\n-old\n+new\n',
        },
        {
          path: 'package.json',
          change: 'changed',
          mode: 'merged',
          conflict: 'both sides changed it',
        },
      ],
      notes: [{ version: '1.1.0', text: 'A Helm chart has come.' }],
      questions: [],
    }),
    openUpdate: jest.fn().mockResolvedValue(update),
    update: jest.fn().mockResolvedValue(update),
    mergeUpdate: jest.fn(),
    closeUpdate: jest.fn(),
    checkLog: jest.fn().mockResolvedValue('npm ci\nlint ok\n'),
    campaigns: jest.fn().mockResolvedValue([]),
    campaign: jest.fn().mockResolvedValue(campaign),
    planCampaign: jest.fn().mockResolvedValue(campaign),
    act: jest.fn().mockResolvedValue({ ...campaign, status: 'running' }),
  };
}

/** Tells whoever is denied which role it takes. */
const explanation = {
  fetch: async () =>
    Response.json({
      permission: 'golden-path',
      allowed: false,
      reason: 'Your roles do not grant it.',
      yourRoles: [],
      grantedBy: [
        {
          role: 'platform-engineers',
          title: 'Platform engineers',
          groupRef: 'group:default/platform-engineers',
        },
      ],
      contacts: [],
    }),
};

const show = (
  path: string,
  api: GoldenPathApi,
  mayPlan = true,
  element = <Router />,
) =>
  renderInTestApp(element, {
    apis: [
      [goldenPathApiRef, api],
      [fetchApiRef, explanation],
      catalogApiMock({
        entities: [
          {
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Component',
            metadata: {
              name: 'invoice-api',
              namespace: 'default',
              annotations: { 'companyos.io/template': 'api-service@1.0.0' },
            },
            relations: [{ type: 'ownedBy', targetRef: behind.owner }],
          },
        ],
      }),
      mockApis.permission({
        authorize: mayPlan ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
      }),
    ],
    initialRouteEntries: [path],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
  });

describe('the fleet', () => {
  it('answers first, lists each repository, and plans for those that are chosen', async () => {
    const api = createApi();
    const { container } = await show('/', api);
    expect(
      await screen.findByText(
        '1 of 2 repositories are current. 1 has undeclared edits.',
      ),
    ).toBeInTheDocument();
    const table = screen.getByRole('grid', {
      name: 'Repositories on the golden path',
    });
    expect(
      within(table).getByRole('link', { name: 'invoice-api' }),
    ).toHaveAttribute(
      'href',
      '/golden-path/repositories/default/component/invoice-api',
    );
    expect(
      within(table).getByText('Edited, behind by 1 version'),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();

    await userEvent.click(
      within(table).getByRole('checkbox', { name: 'Select invoice-api' }),
    );
    expect(
      screen.getByRole('button', { name: 'Plan a campaign for 1 repository' }),
    ).toBeEnabled();
    // What is current cannot be chosen.
    expect(
      within(table).queryByRole('checkbox', { name: 'Select hello-prod' }),
    ).not.toBeInTheDocument();
  });

  it('narrows by status, template and owner, and keeps that in the URL', async () => {
    const api = createApi();
    const { container } = await show(
      '/?status=nonsense&template=api-service',
      api,
    );
    const totals = await screen.findByRole('group', {
      name: 'Repositories by status',
    });
    expect(api.fleet).toHaveBeenCalledWith(
      expect.objectContaining({ status: undefined, template: 'api-service' }),
    );
    await userEvent.click(
      within(totals).getByRole('button', { name: 'Edited 1' }),
    );
    await waitFor(() =>
      expect(api.fleet).toHaveBeenCalledWith(
        expect.objectContaining({ status: 'edited', template: 'api-service' }),
      ),
    );
    // The counts are asked for without the status, so that the others keep theirs.
    expect(api.fleet).toHaveBeenCalledWith({
      template: 'api-service',
      version: undefined,
      owner: undefined,
      text: undefined,
      limit: 1,
    });
    expect(
      await screen.findByText(
        '1 of the 2 repositories that fit are current. 1 has undeclared edits.',
      ),
    ).toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: /Owner/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'payments-team' }),
    );
    await waitFor(() =>
      expect(api.fleet).toHaveBeenCalledWith(
        expect.objectContaining({
          status: 'edited',
          owner: 'group:default/payments-team',
        }),
      ),
    );
    expect(await axe(container)).toHaveNoViolations();

    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    await waitFor(() =>
      expect(api.fleet).toHaveBeenLastCalledWith(
        expect.objectContaining({ status: undefined, owner: undefined }),
      ),
    );
  });

  it('goes through a large fleet part by part, and selects across parts', async () => {
    const api = createApi();
    const other = {
      ...behind,
      entityRef: 'component:default/mail-worker',
      template: 'batch-worker',
    };
    const { totals } = await api.fleet({});
    api.fleet.mockImplementation(async ({ cursor }) =>
      cursor
        ? { items: [other], totals }
        : { items: [behind], totals, nextCursor: 'more' },
    );
    await show('/', api);
    await userEvent.click(
      await screen.findByRole('checkbox', { name: 'Select invoice-api' }),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Next repositories' }),
    );
    await userEvent.click(
      await screen.findByRole('checkbox', { name: 'Select mail-worker' }),
    );
    const plan = screen.getByRole('button', {
      name: 'Plan a campaign for 2 repositories',
    });
    expect(plan).toBeDisabled();
    expect(plan).toHaveAccessibleDescription(
      'A campaign is for one template: select repositories of one.',
    );

    const download = jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(() => {});
    const files: Blob[] = [];
    URL.createObjectURL = blob => {
      files.push(blob as Blob);
      return 'blob:fleet';
    };
    URL.revokeObjectURL = () => {};
    await userEvent.click(
      screen.getByRole('button', { name: 'Download all as CSV' }),
    );
    await waitFor(() => expect(download).toHaveBeenCalled());
    expect(api.fleet).toHaveBeenLastCalledWith(
      expect.objectContaining({ cursor: 'more' }),
    );
    expect(files).toHaveLength(1);
    download.mockRestore();

    await userEvent.click(
      screen.getByRole('button', { name: 'First repositories' }),
    );
    expect(
      await screen.findByRole('checkbox', { name: 'Select invoice-api' }),
    ).toBeChecked();
  });

  it('says what to do when nothing is there, and what is missing when denied', async () => {
    const api = createApi();
    api.fleet.mockResolvedValue({
      items: [],
      totals: {
        repositories: 0,
        byStatus: {
          current: 0,
          outdated: 0,
          edited: 0,
          tampered: 0,
          undecided: 0,
        },
        byVersion: [],
      },
    });
    const first = await show('/', api, false);
    expect(
      await screen.findByRole('link', { name: 'Create service' }),
    ).toHaveAttribute('href', '/create');
    expect(
      screen.getByRole('button', { name: 'Plan a campaign' }),
    ).toBeDisabled();
    expect(
      screen.getByRole('button', { name: 'Plan a campaign' }),
    ).toHaveAccessibleDescription('Needs a role you do not have; see below.');
    first.unmount();

    api.fleet.mockRejectedValue(
      Object.assign(new Error('no'), { statusCode: 403 }),
    );
    await show('/', api, false);
    expect(
      await screen.findByText(/No access to the golden path/),
    ).toBeInTheDocument();
  });
});

describe('a repository', () => {
  const path = '/repositories/default/component/invoice-api';

  it('shows edits, patches, what an update does, and opens it', async () => {
    const api = createApi();
    const { container } = await show(path, api);
    expect(
      await screen.findByText(
        'invoice-api is 1 version behind api-service. 1 managed file differs without a live patch.',
      ),
    ).toBeInTheDocument();
    expect(api.repository).toHaveBeenCalledWith(behind.entityRef);
    const patches = screen.getByRole('grid', { name: 'Declared patches' });
    expect(
      within(patches).getByRole('link', {
        name: 'https://tickets.example/PAY-7',
      }),
    ).toBeInTheDocument();
    expect(patches).toHaveTextContent(/\.npmrc.*until 2027-01-31/);
    expect(patches).toHaveTextContent(/Makefile.*expired 2026-01-31/);
    // What a repository says is no address to follow.
    expect(
      within(patches).queryByRole('link', { name: /data:/ }),
    ).not.toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'View source' })).toHaveAttribute(
      'href',
      behind.repositoryUrl,
    );
    expect(
      await screen.findByRole('region', { name: 'Changes in Makefile' }),
    ).toHaveTextContent('@@ -1 +1 @@-old+new');
    expect(
      screen.getByText('Conflict: both sides changed it'),
    ).toBeInTheDocument();
    expect(screen.getByText('A Helm chart has come.')).toBeInTheDocument();
    expect(
      screen.getByText('companyos golden update --to 1.1.0'),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();

    await userEvent.click(
      screen.getByRole('button', { name: 'Open update to 1.1.0' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent(
      'Nothing on main until the update is merged',
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Open update' }),
    );
    await waitFor(() =>
      expect(api.openUpdate).toHaveBeenCalledWith(behind.entityRef, {
        to: '1.1.0',
        answers: undefined,
      }),
    );
  });

  it('asks what a new version asks, each question in its own way', async () => {
    const api = createApi();
    api.preview.mockResolvedValue({
      from: '1.0.0',
      to: '1.1.0',
      files: [],
      notes: [],
      questions: [
        {
          name: 'queue',
          schema: {
            type: 'string',
            title: 'Queue',
            pattern: '^[a-z]+$',
            errorMessage: 'Use a-z.',
          },
        },
        { name: 'replay', schema: { type: 'boolean', title: 'Replay' } },
        { name: 'retries', schema: { type: 'integer', title: 'Retries' } },
        {
          name: 'tier',
          schema: { type: 'string', title: 'Tier', enum: ['tier-1', 'tier-2'] },
        },
      ],
    });
    const { container } = await show(path, api);
    const queue = await screen.findByRole('textbox', { name: /Queue/ });
    const open = screen.getByRole('button', { name: 'Open update to 1.1.0' });
    expect(open).toBeDisabled();
    expect(open).toHaveAccessibleDescription('Answer the new questions first.');

    await userEvent.type(queue, 'Invoices 1');
    expect(screen.getByRole('alert')).toHaveTextContent('Use a-z.');
    await userEvent.clear(queue);
    await userEvent.type(queue, 'invoices');
    await userEvent.click(screen.getByRole('button', { name: /Replay/ }));
    await userEvent.click(await screen.findByRole('option', { name: 'No' }));
    await userEvent.type(screen.getByRole('textbox', { name: /Retries/ }), '3');
    await userEvent.click(screen.getByRole('button', { name: /Tier/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'tier-2' }),
    );
    expect(open).toBeEnabled();
    expect(await axe(container)).toHaveNoViolations();

    await userEvent.click(open);
    await userEvent.click(
      within(await screen.findByRole('dialog')).getByRole('button', {
        name: 'Open update',
      }),
    );
    await waitFor(() =>
      expect(api.openUpdate).toHaveBeenCalledWith(behind.entityRef, {
        to: '1.1.0',
        answers: {
          queue: 'invoices',
          replay: false,
          retries: 3,
          tier: 'tier-2',
        },
      }),
    );
  });

  it('leaves to the terminal what a page cannot ask', async () => {
    const api = createApi();
    api.preview.mockResolvedValue({
      from: '1.0.0',
      to: '1.1.0',
      files: [],
      notes: [],
      questions: [{ name: 'regions', schema: { type: 'array' } }],
    });
    await show(path, api);
    expect(
      await screen.findByText(/regions can only be answered at a terminal/),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Open update to 1.1.0' }),
    ).toBeDisabled();
  });

  it('goes to another released version where the URL says so', async () => {
    const api = createApi();
    const release = versions[0].release;
    api.repository.mockResolvedValue({
      ...detail,
      latest: '2.0.0',
      versions: [
        { version: '2.0.0', digest: 'sha256:c', repositories: 0, release },
        ...versions,
      ],
    });
    await show(`${path}?to=1.1.0`, api);
    expect(
      await screen.findByRole('button', { name: 'Open update to 1.1.0' }),
    ).toBeEnabled();
    await userEvent.click(screen.getByRole('button', { name: /To version/ }));
    await userEvent.click(await screen.findByRole('option', { name: '2.0.0' }));
    expect(
      await screen.findByRole('button', { name: 'Open update to 2.0.0' }),
    ).toBeInTheDocument();
    expect(api.preview).toHaveBeenLastCalledWith(behind.entityRef, '2.0.0');
  });

  it('tells who may not update which role it takes', async () => {
    const api = createApi();
    api.repository.mockResolvedValue({ ...detail, mayUpdate: false });
    await show(path, api);
    expect(
      await screen.findByText(/No access to updating invoice-api/),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('link', { name: 'Platform engineers' }),
    ).toBeInTheDocument();
    // Who may update what they own lacks the right to the rest.
    expect(screen.getByText('golden-path.update.any')).toBeInTheDocument();
    const open = await screen.findByRole('button', { name: /Open update/ });
    expect(open).toBeDisabled();
    expect(open).toHaveAccessibleDescription(
      'Needs a role you do not have; see below.',
    );
  });

  it('looks again when asked, and says so when that failed', async () => {
    const api = createApi();
    api.check.mockRejectedValue(new Error('git is not there'));
    await show(path, api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Check now' }),
    );
    expect(await screen.findByText(/git is not there/)).toBeInTheDocument();
  });
});

describe('an update', () => {
  it('shows its checks and their log, and merges only when they passed', async () => {
    const api = createApi();
    const { container } = await show('/updates/u1', api);
    expect(
      await screen.findByText('The checks of this update are running.'),
    ).toBeInTheDocument();
    const merge = screen.getByRole('button', { name: 'Merge update' });
    expect(merge).toBeDisabled();
    expect(merge).toHaveAccessibleDescription(
      'It can be merged when all its checks have passed.',
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Read log of ci' }),
    );
    expect(
      await screen.findByRole('region', { name: 'Log of ci' }),
    ).toHaveTextContent('npm ci lint ok');
    expect(await axe(container)).toHaveNoViolations();
  });

  it('merges after a question that names what moves', async () => {
    const api = createApi();
    api.update.mockResolvedValue({ ...update, status: 'ready' });
    await show('/updates/u1', api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Merge update' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent(
      'main of invoice-api moves to 222222222222',
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Merge update' }),
    );
    await waitFor(() => expect(api.mergeUpdate).toHaveBeenCalledWith('u1'));
  });

  it('closes after a question, shows why, and keeps both from whoever may not', async () => {
    const api = createApi();
    const first = await show('/updates/u1', api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Close update' }),
    );
    api.update.mockResolvedValue({
      ...update,
      status: 'closed',
      reason: 'Its branch was removed',
    });
    await userEvent.click(
      within(await screen.findByRole('dialog')).getByRole('button', {
        name: 'Close update',
      }),
    );
    await waitFor(() => expect(api.closeUpdate).toHaveBeenCalledWith('u1'));
    expect(
      await screen.findByText(/Its branch was removed/),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Merge update' }),
    ).not.toBeInTheDocument();
    first.unmount();

    api.update.mockResolvedValue({
      ...update,
      status: 'ready',
      mayMerge: false,
    });
    await show('/updates/u1', api, false);
    expect(
      await screen.findByText(/No access to merging updates of invoice-api/),
    ).toBeInTheDocument();
    for (const name of ['Merge update', 'Close update']) {
      const button = screen.getByRole('button', { name });
      expect(button).toBeDisabled();
      expect(button).toHaveAccessibleDescription(
        'Needs a role you do not have; see below.',
      );
    }
  });

  it('says which files need a person', async () => {
    const api = createApi();
    api.update.mockResolvedValue({
      ...update,
      status: 'conflicts',
      conflicts: [{ path: 'package.json', reason: 'both sides changed it' }],
    });
    await show('/updates/u1', api);
    expect(
      await screen.findByText(
        '1 file holds both sides between markers and needs a person.',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText(
        'git fetch origin && git switch companyos/golden-path/1.1.0',
      ),
    ).toBeInTheDocument();
  });
});

describe('campaigns', () => {
  it('is planned in words before it is saved', async () => {
    const api = createApi();
    const { container } = await show(
      '/campaigns/new?template=api-service',
      api,
    );
    expect(
      await screen.findByText(
        '1 repository is brought to API service 1.1.0 in 1 wave. Updates are merged when their checks have passed. It stops when 1 update of a wave fails.',
      ),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();

    const waves = screen.getByRole('textbox', { name: /Waves/ });
    await userEvent.clear(waves);
    await userEvent.type(waves, 'all');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Use numbers from 1 to 500',
    );
    expect(screen.getByRole('button', { name: 'Save plan' })).toBeDisabled();
    await userEvent.clear(waves);
    await userEvent.type(waves, '1, 5');
    await userEvent.click(screen.getByRole('button', { name: 'Save plan' }));
    await waitFor(() =>
      expect(api.planCampaign).toHaveBeenCalledWith<[CampaignPlan]>({
        title: 'API service 1.1.0',
        template: 'api-service',
        to: '1.1.0',
        repositories: [behind.entityRef],
        waves: [1, 5],
        stopAfterFailures: 1,
        autoMerge: true,
      }),
    );
  });

  it('starts after a question, and shows why it stopped', async () => {
    const api = createApi();
    const first = await show('/campaigns/c1', api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Start campaign' }),
    );
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Start campaign' }),
    );
    await waitFor(() => expect(api.act).toHaveBeenCalledWith('c1', 'start'));
    first.unmount();

    api.campaign.mockResolvedValue({
      ...campaign,
      status: 'stopped',
      wave: 1,
      reason: '1 of 1 updates of wave 1 failed.',
      members: [
        {
          entityRef: behind.entityRef,
          wave: 1,
          status: 'failed',
          reason: 'The check ci failed.',
          updateId: 'u1',
        },
      ],
    });
    const { container } = await show('/campaigns/c1', api);
    expect(
      await screen.findByText(/1 of 1 updates of wave 1 failed/),
    ).toBeInTheDocument();
    expect(screen.getByText('The check ci failed.')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Open invoice-api' }),
    ).toHaveAttribute('href', '/golden-path/updates/u1');
    expect(await axe(container)).toHaveNoViolations();
  });

  it('shows each wave, and the brake disabled to whoever may not pull it', async () => {
    const api = createApi();
    api.campaign.mockResolvedValue({
      ...campaign,
      status: 'running',
      wave: 2,
      waveCount: 2,
      counts: { ...campaign.counts, waiting: 0, done: 1, updating: 1 },
      members: [
        { entityRef: current.entityRef, wave: 1, status: 'done' },
        { entityRef: behind.entityRef, wave: 2, status: 'updating' },
      ],
    });
    await show('/campaigns/c1', api, false);
    const waves = await screen.findByRole('grid', { name: 'Waves' });
    expect(
      within(waves).getByRole('row', { name: /Wave 1/ }),
    ).toHaveTextContent('Finished');
    expect(
      within(waves).getByRole('row', { name: /Wave 2/ }),
    ).toHaveTextContent('Running');
    expect(
      screen.getByRole('progressbar', { name: 'Repositories done' }),
    ).toHaveAttribute('aria-valuenow', '1');
    const pause = screen.getByRole('button', { name: 'Pause campaign' });
    expect(pause).toBeDisabled();
    expect(pause).toHaveAccessibleDescription(
      'Needs a role you do not have; see below.',
    );
    expect(
      await screen.findByText(/No access to running campaigns/),
    ).toBeInTheDocument();
  });

  it('keeps loading and empty apart, and denies planning without the role', async () => {
    const api = createApi();
    const first = await show('/campaigns', api);
    expect(
      await screen.findByText('No campaign has been planned yet'),
    ).toBeInTheDocument();
    first.unmount();
    api.campaigns.mockImplementation(never);
    const second = await show('/campaigns', api);
    expect(
      screen.queryByText('No campaign has been planned yet'),
    ).not.toBeInTheDocument();
    second.unmount();
    await show('/campaigns/new', api, false);
    expect(
      await screen.findByText(/No access to planning campaigns/),
    ).toBeInTheDocument();
  });
});

describe('the card on the component', () => {
  const card = (
    <EntityProvider
      entity={{
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name: 'invoice-api', namespace: 'default' },
      }}
    >
      <GoldenPathCard />
    </EntityProvider>
  );

  it('says how far behind the component is and leads to the change', async () => {
    const api = createApi();
    api.repository.mockResolvedValue({
      ...detail,
      update: { id: 'u1', status: 'ready', from: '1.0.0', to: '1.1.0' },
    });
    const { container } = await show('/', api, true, card);
    const panel = await screen.findByRole('region', { name: 'Golden path' });
    expect(
      await within(panel).findByText('Edited, behind by 1 version'),
    ).toBeInTheDocument();
    expect(panel).toHaveTextContent('api-service 1.0.0');
    expect(
      within(panel).getByRole('link', { name: 'See changes and update' }),
    ).toHaveAttribute(
      'href',
      '/golden-path/repositories/default/component/invoice-api',
    );
    expect(
      within(panel).getByRole('link', { name: 'Ready to merge' }),
    ).toHaveAttribute('href', '/golden-path/updates/u1');
    expect(await axe(container)).toHaveNoViolations();
  });

  it('tells not known yet from broken', async () => {
    const api = createApi();
    api.repository.mockRejectedValueOnce(
      Object.assign(new Error('no'), { statusCode: 404 }),
    );
    const first = await show('/', api, true, card);
    expect(
      await screen.findByText(/It is not known yet how this repository stands/),
    ).toBeInTheDocument();
    first.unmount();

    api.repository.mockRejectedValue(new Error('database is away'));
    await show('/', api, true, card);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'database is away',
    );
  });
});
