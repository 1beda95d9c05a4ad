import {
  attachMockApiFactory,
  renderInTestApp,
} from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { provenanceApiRef, type ProvenanceApi } from '../../provenanceApiRef';
import { SaysWho } from './SaysWho';

const digest =
  'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

const statement = (
  <p>
    <SaysWho
      source="Catalog processing"
      href="/catalog/default/component/payments-api"
      digest={digest}
      entityRef="component:default/payments-api"
    >
      Released 3 h ago
    </SaysWho>
  </p>
);

async function openDrawer() {
  await userEvent.click(
    await screen.findByRole('button', {
      name: 'Show the source Released 3 h ago',
    }),
  );
  return within(screen.getByRole('dialog', { name: 'Who says so' }));
}

it('shows the plain source line while no plugin serves provenance', async () => {
  renderInTestApp(statement);
  const drawer = await openDrawer();
  expect(
    drawer.getByRole('link', { name: 'Catalog processing' }),
  ).toHaveAttribute('href', '/catalog/default/component/payments-api');
  expect(drawer.getByText('9f86d081884c')).toBeVisible();
  expect(drawer.queryByRole('status', { busy: true })).toBeNull();
});

it('shows every source, and who disagrees, once a plugin does', async () => {
  const getProvenance = jest.fn<
    ReturnType<ProvenanceApi['getProvenance']>,
    Parameters<ProvenanceApi['getProvenance']>
  >(async () => ({
    sources: [
      { source: 'Deployment controller', agrees: true },
      { source: 'Release pipeline', agrees: true },
      { source: 'Hand-written note', agrees: false },
    ],
  }));
  renderInTestApp(statement, {
    apis: [attachMockApiFactory(provenanceApiRef, { getProvenance })],
  });
  const drawer = await openDrawer();
  expect(await drawer.findByText('2 sources say so.')).toBeVisible();
  expect(drawer.getByText('Hand-written note')).toBeVisible();
  expect(drawer.getByText('Another source says otherwise')).toBeVisible();
  expect(getProvenance).toHaveBeenCalledWith({
    entityRef: 'component:default/payments-api',
    digest,
    source: 'Catalog processing',
  });
});

it('falls back to what the page knows when the lookup fails', async () => {
  renderInTestApp(statement, {
    apis: [
      attachMockApiFactory(provenanceApiRef, {
        getProvenance: () => Promise.reject(new Error('down')),
      }),
    ],
  });
  const drawer = await openDrawer();
  expect(await drawer.findByText(/could not be loaded/)).toBeVisible();
  expect(drawer.getByText('Catalog processing')).toBeVisible();
});
