// An identity provider for tests: the npm package `oidc-provider` on a free port of this
// machine. Runs as a process of its own, because it is an ES module and Jest is not.
//
//   node oidcProvider.mjs <redirect URI>
//
// The first line of its output is the issuer. Whoever asks for an interaction with the
// header `x-test-account` is signed in as that account; consent is given at once.
import { createServer } from 'node:http';
import { once } from 'node:events';
import Provider from 'oidc-provider';

const redirectUri = process.argv[2];
const accounts = {
  known: { email: 'rosa.lind@meridian.example', email_verified: true },
  stranger: { email: 'nobody@elsewhere.example', email_verified: true },
  unverified: { email: 'rosa.lind@meridian.example', email_verified: false },
};

const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'companyos',
      client_secret: 'a-secret-of-the-test-only',
      redirect_uris: [redirectUri],
      grant_types: ['authorization_code', 'refresh_token'],
    },
  ],
  claims: { email: ['email', 'email_verified'], profile: ['name'] },
  cookies: { keys: ['test'] },
  features: { devInteractions: { enabled: false } },
  findAccount: async (_ctx, id) => ({
    accountId: id,
    claims: async () => ({ sub: id, name: 'Rosa Lind', ...accounts[id] }),
  }),
  interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
  issueRefreshToken: async (_ctx, client) =>
    client.grantTypeAllowed('refresh_token'),
  pkce: { required: () => false },
});

async function interact(req, res) {
  const { prompt, params, session } = await provider.interactionDetails(
    req,
    res,
  );
  if (prompt.name === 'login') {
    const accountId = String(req.headers['x-test-account']);
    await provider.interactionFinished(req, res, { login: { accountId } });
    return;
  }
  const grant = new provider.Grant({
    accountId: session.accountId,
    clientId: params.client_id,
  });
  grant.addOIDCScope(params.scope);
  await provider.interactionFinished(req, res, {
    consent: { grantId: await grant.save() },
  });
}

const handle = provider.callback();
server.on('request', (req, res) => {
  if (!req.url.startsWith('/interaction/')) {
    handle(req, res);
    return;
  }
  interact(req, res).catch(error => {
    res.statusCode = 500;
    res.end(String(error));
  });
});
process.stdout.write(`${issuer}\n`);
