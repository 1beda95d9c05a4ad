import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { HumanDuration } from '@backstage/types';

/** Configuration of the plugin, see `config.d.ts`. */
export type AdrOptions = {
  /** How long a source counts as fresh. */
  refreshIntervalMs: number;
  /** How often new and due sources are looked for. */
  scanInterval: HumanDuration;
  /** Sources that are read at the same time. */
  concurrency: number;
  /** URL prefixes outside of an entity's own repository that may be read; end in `/`. */
  allowedLocations: string[];
};

/**
 * Reads `adr` from the configuration.
 *
 * @throws InputError when a value is out of its range
 */
export function readOptions(config: Config): AdrOptions {
  const refreshIntervalMs = config.has('adr.refreshInterval')
    ? milliseconds(
        readDurationFromConfig(config, { key: 'adr.refreshInterval' }),
      )
    : 60_000;
  if (refreshIntervalMs < 1_000) {
    throw new InputError('adr.refreshInterval must be one second or more');
  }
  const concurrency = config.getOptionalNumber('adr.concurrency') ?? 4;
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 64) {
    throw new InputError('adr.concurrency must be a whole number from 1 to 64');
  }
  const allowedLocations = (
    config.getOptionalStringArray('adr.allowedLocations') ?? []
  ).map(location => {
    if (!/^https?:\/\//.test(location) || !URL.canParse(location)) {
      throw new InputError(`adr.allowedLocations: "${location}" is not a URL`);
    }
    return location.endsWith('/') ? location : `${location}/`;
  });
  return {
    refreshIntervalMs,
    scanInterval: { milliseconds: Math.min(10_000, refreshIntervalMs) },
    concurrency,
    allowedLocations,
  };
}

function milliseconds(duration: HumanDuration): number {
  const units: Record<keyof HumanDuration, number> = {
    years: 31_536_000_000,
    months: 2_592_000_000,
    weeks: 604_800_000,
    days: 86_400_000,
    hours: 3_600_000,
    minutes: 60_000,
    seconds: 1_000,
    milliseconds: 1,
  };
  return Object.entries(units).reduce(
    (total, [unit, length]) =>
      total + (duration[unit as keyof HumanDuration] ?? 0) * length,
    0,
  );
}
