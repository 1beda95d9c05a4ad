import { toastApiRef } from '@backstage/frontend-plugin-api';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { configure, screen } from '@testing-library/react';
import { axe } from 'jest-axe';
import { decisionsApiRef } from '../../api/decisionsApiRef';
import { RefreshButton } from './RefreshButton';

jest.setTimeout(60_000);
configure({ asyncUtilTimeout: 10_000 });

// In a file of its own: answers about permissions are cached for the whole page.
describe('RefreshButton', () => {
  it('stays in sight, disabled and with its reason, where one may not refresh', async () => {
    const refresh = jest.fn();
    const { container } = await renderInTestApp(
      <RefreshButton
        entityRef="component:default/payments"
        onRefreshed={jest.fn()}
      />,
      {
        apis: [
          [decisionsApiRef, { refresh }],
          [toastApiRef, { post: jest.fn() }],
          mockApis.permission({ authorize: AuthorizeResult.DENY }),
        ],
      },
    );
    const button = await screen.findByRole('button', {
      name: 'Refresh decisions',
      description: 'Refreshing needs the permission adr.record.refresh.',
    });
    expect(button).toBeDisabled();
    expect(refresh).not.toHaveBeenCalled();
    expect(await axe(container)).toHaveNoViolations();
  });
});
