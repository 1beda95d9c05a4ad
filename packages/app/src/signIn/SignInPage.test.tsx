import { configApiRef, discoveryApiRef } from '@backstage/frontend-plugin-api';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { SignInPage } from './SignInPage';

const people = [
  {
    name: 'leo.martins',
    displayName: 'Leo Martins',
    role: 'Service developer',
    description: 'Creates services.',
    available: true,
  },
  {
    name: 'hanna.berg',
    displayName: 'Hanna Berg',
    role: 'Compliance officer',
    description: 'Reads evidence.',
    available: true,
  },
];

/** A token as the portal issues it; the page reads only when it expires. */
const token = [
  'e30',
  btoa(JSON.stringify({ exp: Math.floor(Date.now() / 1000) + 3600 })),
  'signature',
].join('.');

function answer(body: unknown, status = 200): Response {
  return {
    ok: status < 400,
    status,
    statusText: 'status',
    headers: new Headers({ 'content-type': 'application/json' }),
    json: async () => body,
    text: async () => JSON.stringify(body),
  } as Response;
}

/** The edge: the two routes of the auth back end that the page asks. */
function backEnd(options: { waitFor?: number; refuse?: string } = {}) {
  let asked = 0;
  return jest.fn(async (url: string, init?: { headers?: Headers }) => {
    if (url.endsWith('/personas/list')) {
      asked += 1;
      const available = asked > (options.waitFor ?? 0);
      return answer(people.map(person => ({ ...person, available })));
    }
    if (options.refuse) {
      return answer(
        {
          error: { name: 'AuthenticationError', message: options.refuse },
          response: { statusCode: 401 },
        },
        401,
      );
    }
    const name = init?.headers?.get('x-companyos-persona');
    return answer({
      profile: { displayName: name },
      providerInfo: {},
      backstageIdentity: {
        token,
        identity: {
          type: 'user',
          userEntityRef: `user:default/${name}`,
          ownershipEntityRefs: [],
        },
      },
    });
  });
}

async function renderPage(fetchMock: jest.Mock) {
  window.fetch = fetchMock;
  const onSignInSuccess = jest.fn();
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [
          configApiRef,
          mockApis.config({
            data: {
              app: { title: 'CompanyOS' },
              auth: {
                providers: { personas: { people: [{ name: 'leo.martins' }] } },
              },
            },
          }),
        ],
        [discoveryApiRef, mockApis.discovery()],
      ]}
    >
      <SignInPage onSignInSuccess={onSignInSuccess} />
    </TestApiProvider>,
  );
  return onSignInSuccess;
}

describe('sign-in as an example person', () => {
  const realFetch = window.fetch;
  afterEach(() => {
    window.localStorage.clear();
    window.fetch = realFetch;
  });

  it('waits for the catalog, enters as the chosen person, and forgets on sign-out', async () => {
    const onSignInSuccess = await renderPage(backEnd({ waitFor: 1 }));

    expect(
      await screen.findByRole('button', { name: /Leo Martins/ }),
    ).toBeDisabled();
    expect(screen.getByText(/catalog is reading/)).toBeInTheDocument();
    const leo = screen.getByRole('button', { name: /Leo Martins/ });
    await waitFor(() => expect(leo).toBeEnabled(), { timeout: 5000 });

    await userEvent.click(leo);
    await waitFor(() => expect(onSignInSuccess).toHaveBeenCalled());
    const [identity] = onSignInSuccess.mock.calls[0];
    expect(await identity.getBackstageIdentity()).toMatchObject({
      userEntityRef: 'user:default/leo.martins',
    });
    expect(window.localStorage.getItem('companyos.persona')).toBe(
      'leo.martins',
    );
    await identity.signOut();
    expect(window.localStorage.getItem('companyos.persona')).toBeNull();
  });

  it('says why it was refused and lets one choose again', async () => {
    window.localStorage.setItem('companyos.persona', 'nobody');
    await renderPage(backEnd({ refuse: 'There is no such person' }));
    expect(
      await screen.findByText(/There is no such person/),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('button', { name: /Hanna Berg/ }),
    ).toBeEnabled();
  });
});
