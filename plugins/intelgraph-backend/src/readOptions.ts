import { Config, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds, HumanDuration } from '@backstage/types';
import { Classification } from '@companyos/plugin-intelgraph-common';

/** A tenant and who belongs to it. */
export interface Tenant {
  readonly id: string;
  readonly title: string;
  readonly members: readonly string[];
}

/** What one writer may state. */
export interface WriterRule {
  readonly subject: string;
  readonly sources: readonly string[];
  readonly types?: readonly string[];
  readonly tenants: readonly string[];
}

/** What one caller may send. */
export interface IngestLimits {
  readonly eventsPerSecond: number;
  readonly burst: number;
  readonly eventBytes: number;
  readonly batchBytes: number;
}

/** The configuration of the plugin, checked. */
export interface Options {
  readonly tenants: readonly Tenant[];
  readonly writers: readonly WriterRule[];
  readonly limits: IngestLimits;
  readonly expectations: readonly { uri: string; everyMs: number }[];
  readonly retentionMs: Partial<Record<Classification, number>>;
  /** How often the portal looks at itself; what is missing is up to the feed. */
  readonly feeds: {
    readonly catalogInterval?: HumanDuration;
    readonly scaffolderInterval?: HumanDuration;
    readonly localGitInterval?: HumanDuration;
  };
}

const CLASSIFICATIONS: readonly Classification[] = [
  'public',
  'internal',
  'confidential',
  'restricted',
  'pii',
];
const FEED_INTERVALS = [
  'catalogInterval',
  'scaffolderInterval',
  'localGitInterval',
] as const;
const LABEL = /^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$/;

/**
 * Reads the configuration.
 *
 * @throws Error with the key of what is wrong
 */
export function readOptions(rootConfig: Config): Options {
  const config = rootConfig.getOptionalConfig('intelgraph');
  const tenants = config?.getOptionalConfigArray('tenants')?.map(tenant => {
    const id = tenant.getString('id');
    if (!LABEL.test(id)) {
      throw new Error(
        `intelgraph.tenants: "${id}" is no tenant id; use lower case letters, digits, dots and dashes`,
      );
    }
    return {
      id,
      title: tenant.getOptionalString('title') ?? id,
      members: tenant.getStringArray('members'),
    };
  }) ?? [{ id: 'default', title: 'Everyone', members: ['*'] }];
  if (new Set(tenants.map(({ id }) => id)).size !== tenants.length) {
    throw new Error('intelgraph.tenants: the same id stands there twice');
  }
  const positive = (key: string, otherwise: number) => {
    const value = config?.getOptionalNumber(`limits.${key}`) ?? otherwise;
    if (!Number.isInteger(value) || value < 1) {
      throw new Error(
        `intelgraph.limits.${key}: a whole number of 1 or more was expected, not ${value}`,
      );
    }
    return value;
  };
  const duration = (of: Config, key: string) =>
    durationToMilliseconds(readDurationFromConfig(of, { key }));
  return {
    tenants,
    writers: (config?.getOptionalConfigArray('writers') ?? []).map(writer => ({
      subject: writer.getString('subject'),
      sources: writer.getStringArray('sources'),
      types: writer.getOptionalStringArray('types'),
      tenants: writer.getOptionalStringArray('tenants') ?? ['default'],
    })),
    limits: {
      eventsPerSecond: positive('eventsPerSecond', 5_000),
      burst: positive('burst', 50_000),
      eventBytes: positive('eventBytes', 256 * 1024),
      batchBytes: positive('batchBytes', 8 * 1024 * 1024),
    },
    expectations: (config?.getOptionalConfigArray('sources') ?? []).map(
      source => ({
        uri: source.getString('uri'),
        everyMs: duration(source, 'expectEvery'),
      }),
    ),
    feeds: Object.fromEntries(
      FEED_INTERVALS.filter(key => config?.has(`feeds.${key}`)).map(key => [
        key,
        readDurationFromConfig(rootConfig, { key: `intelgraph.feeds.${key}` }),
      ]),
    ),
    retentionMs: Object.fromEntries(
      CLASSIFICATIONS.filter(name => config?.has(`retention.${name}`)).map(
        name => [name, duration(rootConfig, `intelgraph.retention.${name}`)],
      ),
    ),
  };
}
