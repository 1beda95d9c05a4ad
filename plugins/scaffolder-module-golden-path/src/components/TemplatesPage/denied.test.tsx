import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { screen } from '@testing-library/react';
import { axe } from 'jest-axe';
import {
  ownPage,
  renderCreate,
  Routes,
} from '../../__testUtils__/renderCreate';

// In a file of its own: permissions are remembered for as long as the page lives.
describe('Create for someone without the role', () => {
  const denied = {
    authorize: AuthorizeResult.DENY,
  } as const;
  const routes: Routes = {
    'GET plugin://permission/explain': ({ url }) => ({
      body: {
        permission: url.searchParams.get('permission'),
        allowed: false,
        reason: 'Compliance officers read; they do not create.',
        yourRoles: [
          { name: 'compliance-officers', title: 'Compliance officers' },
        ],
        grantedBy: [
          {
            role: 'service-developers',
            title: 'Service developers',
            groupRef: 'group:default/service-developers',
          },
        ],
        contacts: [
          {
            entityRef: 'group:default/platform-engineers',
            title: 'Platform engineers',
          },
        ],
      },
    }),
  };

  it('shows the cards, with an action that says why it is closed', async () => {
    const { calls } = renderCreate({
      path: '/create/templates',
      authorize: denied,
      routes,
    });

    const create = await screen.findByRole('button', {
      name: 'Create service: API service',
    });
    expect(create).toBeDisabled();
    expect(create).toHaveAccessibleDescription(
      'Needs a role you do not have; see above.',
    );
    expect(await screen.findByText(/Service developers/)).toBeInTheDocument();
    expect(screen.getByText('Platform engineers')).toBeInTheDocument();
    expect(
      calls.some(
        ({ url }) =>
          url.searchParams.get('permission') === 'scaffolder.task.create',
      ),
    ).toBe(true);
    expect(await axe(ownPage())).toHaveNoViolations();
  });

  it('does not open the wizard by its address either', async () => {
    renderCreate({
      path: '/create/templates/default/api-service',
      authorize: denied,
      routes,
      scaffolder: {
        getTemplateParameterSchema: async () => ({
          title: 'API service',
          steps: [],
        }),
      },
    });

    expect(await screen.findByText(/Service developers/)).toBeInTheDocument();
    expect(screen.queryByRole('textbox')).not.toBeInTheDocument();
    expect(await axe(ownPage())).toHaveNoViolations();
  });
});
