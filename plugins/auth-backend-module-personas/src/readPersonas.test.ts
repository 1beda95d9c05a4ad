import { ConfigReader } from '@backstage/config';
import { readPersonas } from './readPersonas';

const person = { name: 'leo.martins', role: 'Developer', summary: 'Builds.' };

function config(change: {
  auth?: string;
  companyos?: string;
  listen?: unknown;
  people?: object[];
  allowRemote?: boolean;
}) {
  return new ConfigReader({
    app: { baseUrl: 'http://portal.local:7007' },
    companyos: { environment: change.companyos ?? 'development' },
    backend: { listen: change.listen ?? { host: '127.0.0.1', port: 7007 } },
    auth: {
      environment: change.auth ?? 'development',
      providers: {
        personas: {
          people: change.people ?? [person],
          allowRemote: change.allowRemote ?? false,
        },
      },
    },
  });
}

describe('readPersonas', () => {
  it('accepts a development machine that listens on itself', () => {
    for (const listen of [
      '127.0.0.1:7007',
      '[::1]:7007',
      { host: '::1' },
      { host: 'LOCALHOST' },
    ]) {
      expect(readPersonas(config({ listen }), 'development')?.people).toEqual([
        person,
      ]);
    }
    expect(
      readPersonas(config({ listen: ':7007', allowRemote: true }), undefined)
        ?.allowedHosts,
    ).toContain('portal.local');
  });

  it.each([
    [{ auth: 'production' }, undefined, 'auth.environment is "production"'],
    [{ companyos: 'staging' }, undefined, 'companyos.environment is "staging"'],
    [{}, 'production', 'NODE_ENV is "production"'],
    [{ listen: ':7007' }, undefined, 'listens on every network interface'],
    [{ listen: '7007' }, undefined, 'listens on every network interface'],
    [{ listen: { port: 7007 } }, undefined, 'listens on every network'],
    [{ listen: { host: '0.0.0.0' } }, undefined, 'listens on "0.0.0.0"'],
    [{ people: [] }, undefined, 'people is empty'],
    [{ people: [person, person] }, undefined, '"leo.martins" more than once'],
  ])('refuses %j with NODE_ENV %s', (change, nodeEnv, reason) => {
    expect(() => readPersonas(config(change), nodeEnv)).toThrow(reason);
  });

  it('takes a missing environment for a refusal', () => {
    expect(() =>
      readPersonas(
        new ConfigReader({ auth: { providers: { personas: {} } } }),
        undefined,
      ),
    ).toThrow('auth.environment is not set');
  });
});
