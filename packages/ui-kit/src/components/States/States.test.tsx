import { ResponseError } from '@backstage/errors';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { DeniedState } from './DeniedState';
import { EmptyState } from './EmptyState';
import { entityPath } from './entityPath';
import { ErrorState } from './ErrorState';
import { LoadingState } from './LoadingState';
import { StaleNote } from './StaleNote';

/** The permission back end, as far as the kit talks to it. */
function permissionBackend(answer: (url: string) => Response) {
  const urls: string[] = [];
  const fetchApi = mockApis.fetch({
    baseImplementation: async input => {
      urls.push(String(input));
      return answer(String(input));
    },
  });
  return { urls, fetchApi };
}

describe('DeniedState', () => {
  it('says which role it needs, which roles one has and whom to ask', async () => {
    const { urls, fetchApi } = permissionBackend(() =>
      Response.json({
        permission: 'adr.record.read',
        allowed: false,
        reason: 'Reading decisions is not part of your roles.',
        yourRoles: [{ name: 'service-developers', title: 'Service developer' }],
        grantedBy: [
          {
            role: 'compliance-officers',
            title: 'Compliance officer',
            groupRef: 'group:default/compliance-officers',
          },
          {
            role: 'platform-engineers',
            title: 'Platform engineer',
            groupRef: 'group:default/platform-engineers',
          },
        ],
        contacts: [
          {
            entityRef: 'group:default/compliance-officers',
            title: 'Compliance officers',
          },
        ],
      }),
    );
    const { container } = renderInTestApp(
      <DeniedState permission="adr.record.read" what="decisions" />,
      { apis: [fetchApi] },
    );

    expect(
      await screen.findByText(
        'This needs one of these roles: Compliance officer or Platform engineer.',
      ),
    ).toBeVisible();
    expect(screen.getByText('No access to decisions')).toBeVisible();
    expect(screen.getByText('You have: Service developer.')).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'Compliance officers' }),
    ).toHaveAttribute('href', '/catalog/default/group/compliance-officers');
    expect(urls).toHaveLength(1);
    expect(urls[0]).toMatch(/\/explain\?permission=adr\.record\.read$/);
    expect(await axe(container)).toHaveNoViolations();
  });

  it('points at the granting groups when nobody is named', async () => {
    const { fetchApi } = permissionBackend(() =>
      Response.json({
        yourRoles: [],
        grantedBy: [
          {
            role: 'tenant-admins',
            title: 'Tenant admin',
            groupRef: 'group:default/tenant-admins',
          },
        ],
      }),
    );
    renderInTestApp(<DeniedState permission="x.y" what="settings" />, {
      apis: [fetchApi],
    });
    expect(
      await screen.findByText('This needs the role Tenant admin.'),
    ).toBeVisible();
    expect(screen.getByText('You have no role yet.')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Tenant admin' })).toHaveAttribute(
      'href',
      '/catalog/default/group/tenant-admins',
    );
  });

  it.each([
    ['refuses', () => new Response('no', { status: 500 })],
    ['answers nonsense', () => new Response('<html>')],
  ])('still names the permission when the back end %s', async (_, answer) => {
    const { fetchApi } = permissionBackend(answer);
    renderInTestApp(
      <DeniedState permission="adr.record.read" what="decisions" />,
      { apis: [fetchApi] },
    );
    expect(await screen.findByText(/could not be looked up/)).toBeVisible();
    expect(screen.getByText('adr.record.read')).toBeVisible();
  });

  it('links only to what is an entity reference', () => {
    expect(entityPath('Group:Default/Tenant-Admins')).toBe(
      '/catalog/default/group/tenant-admins',
    );
    expect(entityPath('user:grace.okafor')).toBe(
      '/catalog/default/user/grace.okafor',
    );
    expect(entityPath('data:text/html,//x/y')).toBeUndefined();
    expect(entityPath('tenant admins')).toBeUndefined();
  });
});

describe('ErrorState', () => {
  it('shows cause, request id and retry, and never a stack', async () => {
    const response = Response.json(
      {
        error: { name: 'ConflictError', message: 'The name is taken.' },
        request: { method: 'POST', url: '/x' },
        response: { statusCode: 409 },
      },
      {
        status: 409,
        headers: {
          traceparent:
            '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
        },
      },
    );
    const error = await ResponseError.fromResponse(response);
    const onRetry = jest.fn();
    renderInTestApp(
      <ErrorState
        title="Service was not created"
        error={error}
        onRetry={onRetry}
      />,
    );
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Service was not created');
    expect(alert).toHaveTextContent('The name is taken.');
    expect(alert).toHaveTextContent('4bf92f3577b34da6a3ce929d0e0e4736');
    expect(alert).not.toHaveTextContent(/ at .*:\d+/);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(onRetry).toHaveBeenCalledTimes(1);
  });

  it('keeps to the first line of what was thrown, whatever that was', async () => {
    renderInTestApp(
      <>
        <ErrorState error={'Disk full\n    at write (fs.ts:1:1)'} />
        <ErrorState error={undefined} />
        <ErrorState error={{ message: 'x'.repeat(9_000) }} />
      </>,
    );
    const [text, nothing, long] = await screen.findAllByRole('alert');
    expect(text).toHaveTextContent('Disk full');
    expect(text).not.toHaveTextContent('fs.ts');
    expect(nothing).toHaveTextContent('The cause is not known.');
    expect(long.textContent!.length).toBeLessThan(600);
  });
});

it('loading, empty and stale say what they are', async () => {
  const { container } = renderInTestApp(
    <>
      <LoadingState label="services" shape="table" />
      <EmptyState
        title="No decisions yet"
        description="They come from docs/adr."
        action={<button>Write a decision</button>}
      />
      <StaleNote
        since={Date.now() - 2 * 3_600_000}
        reason="The repository does not answer."
      />
    </>,
  );
  const loading = (await screen.findByText('Loading services')).closest(
    '[aria-busy="true"]',
  );
  expect(loading).toHaveAttribute('role', 'status');
  expect(
    screen.getByRole('button', { name: 'Write a decision' }),
  ).toBeVisible();
  expect(screen.getByText('2 hr. ago')).toBeVisible();
  expect(screen.getByText(/The repository does not answer/)).toBeVisible();
  expect(await axe(container)).toHaveNoViolations();
});
