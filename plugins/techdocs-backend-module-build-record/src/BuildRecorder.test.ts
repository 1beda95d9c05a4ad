import { mockServices } from '@backstage/backend-test-utils';
import { BuildRecorder } from './BuildRecorder';
import { BuildStore } from './database/BuildStore';

const start = { entityRef: 'component:default/x', startedAtMs: 1, etag: 'e' };

function recorderOver(store: jest.Mocked<BuildStore>) {
  const logger = mockServices.logger.mock();
  const recorder = new BuildRecorder({
    store,
    logger,
    host: 'portal-1',
    now: () => 100_000,
    newId: () => 'build-1',
  });
  return { recorder, logger };
}

function fakeStore(): jest.Mocked<BuildStore> {
  return {
    begin: jest.fn().mockResolvedValue(undefined),
    progress: jest.fn().mockResolvedValue(undefined),
    end: jest.fn().mockResolvedValue(undefined),
    failAbandoned: jest.fn().mockResolvedValue(0),
    list: jest.fn().mockResolvedValue([]),
    read: jest.fn().mockResolvedValue(undefined),
  };
}

describe('BuildRecorder', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('keeps the log of a build while it runs', async () => {
    const store = fakeStore();
    const { recorder } = recorderOver(store);
    const build = recorder.begin(start);
    build.log.append('INFO - Cleaning');
    await jest.advanceTimersByTimeAsync(1_000);
    expect(store.progress).toHaveBeenCalledWith('build-1', {
      log: 'INFO - Cleaning',
      heartbeatAtMs: 100_000,
    });
    await build.succeed();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(store.progress).toHaveBeenCalledTimes(1);
    expect(store.end).toHaveBeenCalledWith('build-1', {
      outcome: 'success',
      reason: null,
      finishedAtMs: 100_000,
      log: 'INFO - Cleaning',
    });
  });

  it('never makes a build fail: errors of the database are logged', async () => {
    const store = fakeStore();
    store.begin.mockRejectedValue(new Error('no database'));
    store.end.mockRejectedValue(new Error('still none'));
    store.failAbandoned.mockRejectedValue(new Error('none at start'));
    const { recorder, logger } = recorderOver(store);
    await recorder.recover();
    await recorder.begin(start).succeed();
    expect(logger.error.mock.calls.map(([, error]) => String(error))).toEqual([
      'Error: none at start',
      'Error: no database',
      'Error: still none',
    ]);
  });

  it('never makes a build wait for a database that hangs', async () => {
    const store = fakeStore();
    store.begin.mockReturnValue(new Promise(() => {}));
    const { recorder } = recorderOver(store);
    const ended = jest.fn();
    const build = recorder.begin(start);
    build.succeed().then(ended);
    await jest.advanceTimersByTimeAsync(1_900);
    expect(ended).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(200);
    expect(ended).toHaveBeenCalled();
  });

  it('ends running builds when the portal stops, in order or not', async () => {
    const store = fakeStore();
    store.failAbandoned.mockResolvedValue(2);
    const { recorder, logger } = recorderOver(store);
    await recorder.recover();
    expect(store.failAbandoned).toHaveBeenCalledWith({
      host: 'portal-1',
      heartbeatBeforeMs: 40_000,
      reason: 'The portal stopped while building. Start the build again.',
    });
    expect(logger.warn).toHaveBeenCalledTimes(1);

    const done = recorder.begin(start);
    await done.succeed();
    store.end.mockClear();
    recorder.begin(start);
    await recorder.stop();
    expect(store.end.mock.calls).toEqual([
      [
        'build-1',
        expect.objectContaining({
          outcome: 'failure',
          reason: 'The portal stopped while building. Start the build again.',
        }),
      ],
    ]);
  });
});
