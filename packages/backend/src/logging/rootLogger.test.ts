import {
  mockServices,
  ServiceFactoryTester,
} from '@backstage/backend-test-utils';
import { rootLogger } from './rootLogger';

// The first time the schemas of all packages are compiled.
jest.setTimeout(120_000);

async function loggerFor(data: object) {
  const written: string[] = [];
  const write = jest
    .spyOn(process.stdout, 'write')
    .mockImplementation(chunk => written.push(String(chunk)) > 0);
  // Where winston writes to.
  const stdout = (console as unknown as { _stdout?: NodeJS.WriteStream })
    ._stdout;
  const writeToConsole =
    stdout &&
    jest
      .spyOn(stdout, 'write')
      .mockImplementation(chunk => written.push(String(chunk)) > 0);
  const log = jest
    .spyOn(console, 'log')
    .mockImplementation(text => written.push(String(text)));
  const logger = await ServiceFactoryTester.from(rootLogger, {
    dependencies: [mockServices.rootConfig.factory({ data: data as never })],
  }).getSubject();
  return {
    logger,
    written: () => written.join(''),
    restore: () => {
      write.mockRestore();
      writeToConsole?.mockRestore();
      log.mockRestore();
    },
  };
}

describe('the logger', () => {
  it('leaves out what the configuration calls a secret, and nothing else', async () => {
    const { logger, written, restore } = await loggerFor({
      backend: {
        database: {
          client: 'pg',
          connection: { host: 'db.internal', password: 'pass-of-the-db' },
        },
      },
      integrations: { github: [{ host: 'github.com', token: 'token-of-gh' }] },
    });
    logger.info('db.internal with pass-of-the-db', { note: 'token-of-gh' });
    await new Promise(resolve => setTimeout(resolve, 50));
    restore();
    expect(written()).toContain('db.internal with ***');
    expect(written()).not.toContain('pass-of-the-db');
    expect(written()).not.toContain('token-of-gh');
  });

  it('takes levels from the configuration, and refuses what is none', async () => {
    const { logger, written, restore } = await loggerFor({
      backend: {
        logger: {
          level: 'warn',
          meta: { region: 'eu' },
          overrides: [{ matchers: { plugin: 'search' }, level: 'debug' }],
        },
      },
    });
    logger.info('too quiet');
    logger.warn('loud enough');
    logger.child({ plugin: 'search' }).debug('asked for');
    await new Promise(resolve => setTimeout(resolve, 50));
    restore();
    expect(written()).not.toContain('too quiet');
    expect(written()).toMatch(/loud enough.*eu/);
    expect(written()).toContain('asked for');

    await expect(
      loggerFor({
        backend: {
          logger: { overrides: [{ matchers: {}, level: 'shout' }] },
        },
      }),
    ).rejects.toThrow(/overrides\[0\]\.level is "shout"/);
    jest.restoreAllMocks();
  });
});
