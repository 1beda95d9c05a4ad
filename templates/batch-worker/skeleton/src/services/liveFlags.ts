import type { Logger } from 'pino';
import { createFeatureFlags, readFlags, type FeatureFlags } from './featureFlags.ts';

/** Flags that follow their files while the process runs. */
export interface LiveFlags extends FeatureFlags {
  /** Reads the files again; what can't be read changes nothing. */
  refresh(): Promise<void>;
  close(): void;
}

/** Settings of {@link createLiveFlags}. */
export interface LiveFlagsSettings {
  readonly folder?: URL;
  readonly overrides: ReadonlyMap<string, string>;
  readonly refreshMs: number;
  readonly logger: Logger;
}

/** A worker runs for hours: a kill switch must not need a restart. */
export async function createLiveFlags(settings: LiveFlagsSettings): Promise<LiveFlags> {
  const { folder, logger, overrides } = settings;
  let definitions = readFlags(folder);
  let flags = await createFeatureFlags(definitions, overrides);
  const refresh = async (): Promise<void> => {
    try {
      const read = readFlags(folder);
      if (JSON.stringify(read) !== JSON.stringify(definitions)) {
        flags = await createFeatureFlags(read, overrides);
        definitions = read;
        logger.info({ action: 'flags', outcome: 'success' }, 'feature flags changed');
      }
    } catch (error) {
      logger.warn(
        { action: 'flags', outcome: 'error', err: error },
        'feature flags stay as they are',
      );
    }
  };
  const timer = setInterval(() => {
    void refresh();
  }, settings.refreshMs);
  timer.unref();
  return {
    isOn: (key, context) => flags.isOn(key, context),
    refresh,
    close: () => {
      clearInterval(timer);
    },
  };
}
