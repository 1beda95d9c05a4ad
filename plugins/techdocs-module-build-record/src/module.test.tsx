import { Entity } from '@backstage/catalog-model';
import { fetchApiRef } from '@backstage/frontend-plugin-api';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { searchApiRef } from '@backstage/plugin-search-react';
import techdocsPlugin from '@backstage/plugin-techdocs/alpha';
import { configure, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import techdocsModuleBuildRecord from '.';
import { BuildRecord, DocsBuild } from './api/buildRecordApiRef';

jest.setTimeout(120_000);
// Pages load in parts, and slowly on a busy machine.
configure({ asyncUtilTimeout: 30_000 });

const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'payments',
    namespace: 'default',
    annotations: { 'backstage.io/techdocs-ref': 'dir:.' },
  },
  spec: { type: 'service', owner: 'payments-team', lifecycle: 'production' },
};

const commit = '4f0c1d2e3b4a5968778695a4b3c2d1e0f1029384';

function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}

function build(overrides: Partial<DocsBuild>): DocsBuild {
  return {
    id: 'build-1',
    startedAt: minutesAgo(3),
    finishedAt: minutesAgo(3),
    outcome: 'success',
    reason: null,
    etag: commit,
    durationMs: 2_140,
    ...overrides,
  };
}

/** The TechDocs back end, as far as the docs tab talks to it. */
class FakeBackend {
  record: BuildRecord | 'unreachable' = { builds: [], problem: null };
  docs: string | undefined;
  syncEvents = 'event: finish\ndata: {"updated":false}\n\n';
  syncs = 0;
  readonly logs: Record<string, string> = {};
  afterSync = () => {};

  readonly fetch = async (input: string | URL | Request): Promise<Response> => {
    const url =
      typeof input === 'object' && 'url' in input ? input.url : `${input}`;
    const path = url.replace(/^.*(\/api\/|plugin:\/\/)techdocs/, '');
    if (path.startsWith('/builds/by-name/')) {
      return this.record === 'unreachable'
        ? Response.json(
            { error: { name: 'Error', message: 'The database is down' } },
            { status: 500 },
          )
        : Response.json(this.record);
    }
    const log = path.match(/^\/builds\/(.+)\/log$/);
    if (log) {
      return new Response(this.logs[log[1]]);
    }
    if (path.startsWith('/metadata/entity/')) {
      return Response.json(entity);
    }
    if (path.startsWith('/cookie')) {
      return Response.json({ expiresAt: minutesAgo(-60) });
    }
    if (path.startsWith('/sync/')) {
      this.syncs += 1;
      if (this.syncs > 1) {
        this.afterSync();
      }
      return new Response(this.syncEvents, {
        headers: { 'content-type': 'text/event-stream' },
      });
    }
    if (path.startsWith('/static/docs/') && this.docs) {
      return new Response(this.docs);
    }
    return new Response(null, { status: 404 });
  };
}

/** Opens the docs tab of the entity with the real TechDocs plugin. */
function openDocsTab(backend: FakeBackend) {
  return renderTestApp({
    features: [techdocsPlugin, techdocsModuleBuildRecord],
    extensions: [createTestEntityPage({ entity })],
    apis: [
      [fetchApiRef, { fetch: backend.fetch }],
      [searchApiRef, { query: async () => ({ results: [] }) }],
    ],
  });
}

/** The strip, which stands above what TechDocs itself shows. */
async function findStrip() {
  return screen.findByRole('region', { name: 'Docs build' });
}

describe('the build record on the docs tab', () => {
  it('says from when and from which commit the docs are', async () => {
    const backend = new FakeBackend();
    backend.record = { builds: [build({})], problem: null };
    openDocsTab(backend);

    const region = await findStrip();
    const shown = within(region);
    expect(
      await shown.findByText('Built', { selector: '[role=status]' }),
    ).toBeInTheDocument();
    expect(shown.getByText('3 min. ago')).toBeVisible();
    expect(shown.getByText('4f0c1d2e3b4a')).toBeVisible();
    expect(shown.getByText(/in 2\.1 s/)).toBeVisible();
    expect(
      shown.queryByRole('button', { name: 'Build again' }),
    ).not.toBeInTheDocument();
    expect(await axe(region)).toHaveNoViolations();
  });

  it('says, when there are no docs because the build failed, why, and builds again', async () => {
    const backend = new FakeBackend();
    const reason =
      'The folder docs/ does not exist in the source; add docs/index.md, or name the right folder as "docs_dir" in mkdocs.yml.';
    backend.record = {
      builds: [build({ outcome: 'failure', reason })],
      problem: null,
    };
    backend.syncEvents = 'event: error\ndata: "mkdocs failed"\n\n';
    openDocsTab(backend);

    const region = await findStrip();
    const shown = within(region);
    expect(await shown.findByText(reason)).toBeVisible();
    expect(shown.getByText('There are no earlier docs to show.')).toBeVisible();
    expect(await axe(region)).toHaveNoViolations();

    // The owner adds the folder and builds again.
    backend.syncEvents = 'event: finish\ndata: {"updated":true}\n\n';
    backend.afterSync = () => {
      backend.record = { builds: [build({ id: 'build-2' })], problem: null };
    };
    await userEvent.click(shown.getByRole('button', { name: 'Build again' }));
    expect(
      await shown.findByRole('button', { name: 'Show new docs' }),
    ).toBeVisible();
    await waitFor(() =>
      expect(shown.queryByText(reason)).not.toBeInTheDocument(),
    );
    expect(backend.syncs).toBe(2);
  });

  it('says how old the docs are that stay while newer builds fail, and shows each log', async () => {
    const backend = new FakeBackend();
    backend.docs = '<html><body><p>Payments</p></body></html>';
    backend.record = {
      builds: [
        build({ id: 'third', outcome: 'failure', reason: 'Broken nav.' }),
        build({
          id: 'second',
          outcome: 'failure',
          reason: 'Broken link.',
          finishedAt: minutesAgo(60),
        }),
        build({ id: 'first', finishedAt: minutesAgo(180) }),
      ],
      problem: null,
    };
    backend.logs.third = 'WARNING - nav\n<b>not markup</b>';
    backend.logs.second = 'WARNING - link';
    openDocsTab(backend);

    const region = await findStrip();
    const shown = within(region);
    expect(await shown.findByText('Broken nav.')).toBeVisible();
    expect(
      shown.getByText(
        (_, element) =>
          element?.tagName === 'P' &&
          element.textContent ===
            'You read the docs built 3 hr. ago. Newer builds have failed, the first one 1 hr. ago.',
      ),
    ).toBeVisible();

    const openLog = shown.getByRole('button', { name: 'Show log' });
    await userEvent.click(openLog);
    const drawer = within(await screen.findByRole('dialog'));
    const log = await drawer.findByRole('region', { name: 'Log of the build' });
    expect(log).toHaveTextContent('WARNING - nav <b>not markup</b>');
    expect(await axe(screen.getByRole('dialog'))).toHaveNoViolations();

    await userEvent.click(drawer.getByRole('button', { name: /Build failed/ }));
    const options = await screen.findAllByRole('option');
    expect(options).toHaveLength(3);
    await userEvent.click(options[1]);
    expect(await drawer.findByText('WARNING - link')).toBeVisible();

    await userEvent.keyboard('{Escape}');
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    await waitFor(() => expect(openLog).toHaveFocus());
  });

  it('follows a running build to its end', async () => {
    const backend = new FakeBackend();
    backend.record = {
      builds: [
        build({ outcome: 'running', finishedAt: null, durationMs: null }),
      ],
      problem: null,
    };
    openDocsTab(backend);
    const region = await findStrip();
    const shown = within(region);
    expect(
      await shown.findByText('Building', { selector: '[role=status]' }),
    ).toBeInTheDocument();
    backend.record = { builds: [build({})], problem: null };
    await waitFor(() =>
      expect(
        shown.getByText('Built', { selector: '[role=status]' }),
      ).toBeInTheDocument(),
    );
  });

  it('says why no build can begin, and when the record itself can not be read', async () => {
    const backend = new FakeBackend();
    backend.record = 'unreachable';
    openDocsTab(backend);
    const region = await findStrip();
    const shown = within(region);
    expect(
      await shown.findByText('The build record could not be read'),
    ).toBeVisible();
    expect(await axe(region)).toHaveNoViolations();

    backend.record = { builds: [], problem: 'The annotation is wrong.' };
    await userEvent.click(shown.getByRole('button', { name: 'Try again' }));
    expect(await shown.findByText('The annotation is wrong.')).toBeVisible();
    expect(
      shown.getByText('No docs', { selector: '[role=status]' }),
    ).toBeInTheDocument();
  });
});
