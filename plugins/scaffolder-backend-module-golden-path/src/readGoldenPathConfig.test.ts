import { mockServices } from '@backstage/backend-test-utils';
import { readGoldenPathConfig } from './readGoldenPathConfig';

const read = (companyos: object) =>
  readGoldenPathConfig(
    mockServices.rootConfig({
      data: { app: { baseUrl: 'http://portal.test' }, companyos },
    }),
  );

describe('readGoldenPathConfig', () => {
  it('makes reference services in development and nowhere else', () => {
    const service = {
      template: 'api-service',
      version: '1.0.0',
      answers: {
        name: 'hello-prod',
        owner: 'group:default/platform-team',
        docker: true,
      },
    };
    const goldenPath = { referenceServices: [service] };
    for (const [companyos, expected] of [
      [{ environment: 'development', goldenPath }, [service]],
      [{ environment: 'Development', goldenPath }, []],
      [{ environment: 'production', goldenPath }, []],
      [{ goldenPath }, []],
      [{ environment: 'development' }, []],
    ] as const) {
      expect(read(companyos).referenceServices).toEqual(expected);
    }
    expect(() =>
      read({
        environment: 'development',
        goldenPath: {
          referenceServices: [{ template: 'x', answers: { name: 'x' } }],
        },
      }),
    ).toThrow('companyos.goldenPath.referenceServices[0].answers.owner');
  });

  it('creates from releases only, unless it is told otherwise', () => {
    expect(read({}).allowUnreleased).toBe(false);
    expect(
      read({ goldenPath: { allowUnreleased: true } }).allowUnreleased,
    ).toBe(true);
  });

  it('publishes to the folder by default, to GitHub with an organisation, and nowhere else', () => {
    expect(read({}).publish).toEqual({ kind: 'local-git' });
    expect(
      read({
        goldenPath: { publish: 'github', github: { organization: 'acme' } },
      }).publish,
    ).toEqual({ kind: 'github', host: 'github.com', organization: 'acme' });
    expect(() => read({ goldenPath: { publish: 'github' } })).toThrow(
      'companyos.goldenPath.github.organization',
    );
    expect(() => read({ goldenPath: { publish: 'gitlab' } })).toThrow(
      'must be local-git or github',
    );
  });
});
