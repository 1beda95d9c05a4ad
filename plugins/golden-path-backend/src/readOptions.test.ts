import { ConfigReader } from '@backstage/config';
import { readOptions } from './readOptions';

const read = (goldenPath: object, more: object = {}, environment = {}) =>
  readOptions(
    new ConfigReader({
      app: { baseUrl: 'http://localhost:7007' },
      companyos: { environment: 'development', goldenPath, ...more },
    }),
    environment,
  );

describe('the options', () => {
  it('have defaults that run nobody’s code', () => {
    expect(read({})).toMatchObject({
      fleetIntervalMs: 60_000,
      updateIntervalMs: 3_000,
      checks: { runsHere: false, external: ['ci'], environment: [] },
      workDirectory: expect.stringMatching(/\.data\/work\/golden-path$/),
    });
    expect(
      read({ fleet: { interval: '5m' }, checks: { timeout: { minutes: 1 } } }),
    ).toMatchObject({
      fleetIntervalMs: 300_000,
      checks: { timeoutMs: 60_000 },
    });
  });

  it('run checks on this machine in development only', () => {
    const host = { checks: { run: 'host' } };
    expect(read(host).checks.runsHere).toBe(true);
    for (const [more, environment] of [
      [{ environment: 'production' }, {}],
      [{ environment: 'Development' }, {}],
      [{ environment: undefined }, {}],
      [{}, { NODE_ENV: 'production' }],
    ]) {
      expect(() => read(host, more, environment)).toThrow(
        'companyos.goldenPath.checks.run is host',
      );
    }
  });

  it('name the key of what does not fit', () => {
    for (const [goldenPath, key] of [
      [{ checks: { run: 'docker' } }, 'checks.run'],
      [{ checks: { concurrency: 9 } }, 'checks.concurrency'],
      [{ checks: { timeout: { milliseconds: 1 } } }, 'checks.timeout'],
      [{ checks: { external: ['golden/merge'] } }, 'checks.external'],
      [{ checks: { external: ['../x'] } }, 'checks.external'],
      [{ fleet: { interval: { seconds: 0 } } }, 'fleet.interval'],
      [{ fleet: { concurrency: 1.5 } }, 'fleet.concurrency'],
    ] as const) {
      expect(() => read(goldenPath)).toThrow(`companyos.goldenPath.${key}`);
    }
  });
});
