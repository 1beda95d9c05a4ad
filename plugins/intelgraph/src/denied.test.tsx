import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { ids } from './__testUtils__/fakeApi';
import { quarantined } from './__testUtils__/fixtures';
import { show } from './__testUtils__/show';

// In a file of its own: answers about permissions are cached for the whole page.
describe('what one may not do stays in sight, disabled, with its reason', () => {
  it('acknowledging', async () => {
    const { container } = show(
      '/incidents/view?ref=incident:default/incident-1',
      {},
      AuthorizeResult.DENY,
    );
    expect(
      await screen.findByRole('button', {
        name: 'Acknowledge incident',
        description:
          'This needs the permission intelgraph.incident.acknowledge.',
      }),
    ).toBeDisabled();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('erasing', async () => {
    const { container } = show(
      `/timeline?fact=${ids.deploy}`,
      {},
      AuthorizeResult.DENY,
    );
    expect(
      await screen.findByRole('button', {
        name: 'Erase content',
        description: 'This needs the permission intelgraph.body.erase.',
      }),
    ).toBeDisabled();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('retrying and discarding', async () => {
    show('/timeline/sources', {}, AuthorizeResult.DENY);
    await userEvent.click(
      await screen.findByRole('button', { name: quarantined().type }),
    );
    const drawer = within(await screen.findByRole('dialog'));
    for (const name of ['Retry event', 'Discard event']) {
      expect(
        await drawer.findByRole('button', {
          name,
          description:
            'This needs the permission intelgraph.quarantine.manage.',
        }),
      ).toBeDisabled();
    }
  });
});
