import { InputError } from '@backstage/errors';
import {
  FeedPage,
  FeedQuery,
  Histogram,
  HistogramQuery,
  laneOf,
  TimelineItem,
  TimelinePage,
  TimelineQuery,
} from '@companyos/plugin-intelgraph-common';
import { FactFilter, FactReader, OrderPage } from './database/FactReader';
import { NameReader } from './database/NameReader';
import { ProvenanceReader } from './database/ProvenanceReader';
import { formatMicros } from './domain/canonical/formatMicros';
import { parseTime } from './domain/canonical/parseTime';
import {
  filterDigest,
  Position,
  readCursor,
  writeCursor,
} from './domain/cursor';
import { isSensitive } from './domain/isSensitive';
import { GraphWalk, isHub } from './GraphWalk';

const EXPORT_PAGE = 500;
/** How long a histogram is believed, ms; it counts everything in its range. */
const HISTOGRAM_FRESH_MS = 2_000;
const MOST_HISTOGRAMS = 200;

/** What a page is read with. */
interface Resolved {
  readonly filter: FactFilter;
  readonly filters: string;
  readonly after?: Position;
  readonly descending: boolean;
}

/** Facts in the order in which things happened. */
export class Timeline {
  readonly #options: {
    readonly facts: FactReader;
    readonly names: NameReader;
    readonly provenance: ProvenanceReader;
    readonly walk: GraphWalk;
    readonly cursorKey: Buffer;
    readonly now: () => number;
  };
  readonly #histograms = new Map<
    string,
    { at: number; value: Promise<Histogram> }
  >();

  constructor(options: {
    facts: FactReader;
    names: NameReader;
    provenance: ProvenanceReader;
    walk: GraphWalk;
    /** Signs cursors; shared by all replicas. */
    cursorKey: Buffer;
    now: () => number;
  }) {
    this.#options = options;
  }

  /**
   * One page. All pages of a list are read at the watermark of the first.
   *
   * @throws InputError for a time that is none, or a cursor that does not belong here
   */
  async page(tenant: string, query: TimelineQuery): Promise<TimelinePage> {
    const { facts, cursorKey } = this.#options;
    const resolved = await this.#resolve(tenant, query);
    const { filter, filters, descending } = resolved;
    const limit = query.limit ?? 50;
    const page = await facts.page(filter, {
      after: resolved.after,
      limit,
      descending,
    });
    const items = await this.#describe(page, filter.watermark);
    const end = page.stoppedAt ?? page.rows[page.rows.length - 1];
    return {
      items,
      pageInfo: {
        hasNextPage: page.hasMore,
        endCursor:
          end && page.hasMore
            ? writeCursor(cursorKey, filters, {
                position: end,
                watermark: filter.watermark,
              })
            : null,
      },
      watermark: filter.watermark,
      knownAt: formatMicros(
        (await facts.recordedAtOf(filter.watermark)) * 1000,
      ),
      ...(page.stoppedAt && {
        searchedTo: formatMicros(page.stoppedAt.occurredAt),
      }),
    };
  }

  /** All facts that fit, page by page, at one watermark. */
  async *everything(
    tenant: string,
    query: TimelineQuery,
  ): AsyncGenerator<TimelineItem[]> {
    const { facts } = this.#options;
    const { filter, descending } = await this.#resolve(tenant, {
      ...query,
      cursor: undefined,
    });
    let after: Position | undefined;
    for (;;) {
      const page: OrderPage = await facts.page(filter, {
        after,
        limit: EXPORT_PAGE,
        descending,
      });
      if (page.rows.length > 0) {
        yield await this.#describe(page, filter.watermark);
      }
      if (!page.hasMore) return;
      after = page.stoppedAt ?? page.rows[page.rows.length - 1];
    }
  }

  /** Facts over time. */
  async histogram(tenant: string, query: HistogramQuery): Promise<Histogram> {
    const { facts, now } = this.#options;
    const { buckets = 60, from, to, ...rest } = query;
    const { filter } = await this.#resolve(tenant, { ...rest, from, to });
    const key = filterDigest({ ...query, tenant });
    const kept = this.#histograms.get(key);
    if (kept && now() - kept.at < HISTOGRAM_FRESH_MS) return kept.value;
    const fromMicros = filter.fromMicros ?? 0;
    const toMicros = filter.toMicros ?? 0;
    if (toMicros <= fromMicros) {
      throw new InputError('/to: a time after "from" was expected');
    }
    const width = Math.max(1, Math.ceil((toMicros - fromMicros) / buckets));
    const count = async (): Promise<Histogram> => {
      const rows = await facts.histogram(
        { ...filter, fromMicros, toMicros },
        width,
      );
      const types = new Map(
        (await this.#options.names.types()).map(({ id, type }) => [id, type]),
      );
      const counted = Array.from(
        { length: Math.ceil((toMicros - fromMicros) / width) },
        (_, index) => ({
          from: formatMicros(fromMicros + index * width),
          counts: {} as Record<string, number>,
        }),
      );
      for (const row of rows) {
        const lane = laneOf(types.get(row.typeId) ?? '');
        const { counts } = counted[row.bucket];
        counts[lane] = (counts[lane] ?? 0) + row.count;
      }
      return {
        from: formatMicros(fromMicros),
        to: formatMicros(toMicros),
        bucketSeconds: width / 1e6,
        buckets: counted,
        watermark: filter.watermark,
      };
    };
    const value = count();
    if (this.#histograms.size >= MOST_HISTOGRAMS) this.#histograms.clear();
    this.#histograms.set(key, { at: now(), value });
    value.catch(() => this.#histograms.delete(key));
    return value;
  }

  /** Facts in the order in which they became known. */
  async feed(
    tenant: string,
    query: FeedQuery,
    maySeeSensitive: boolean,
  ): Promise<FeedPage> {
    const { facts, names, provenance } = this.#options;
    const { watermark } = await facts.head();
    const limit = query.limit ?? 50;
    const seqs = await facts.feed({
      tenant,
      after: query.after ?? 0,
      limit,
      watermark,
      typeIds: await names.typeIds(query.type, undefined),
    });
    const stored = await facts.load(seqs);
    const items = await facts.describe(stored, watermark);
    const contents = await provenance.canonicals(seqs);
    const hasMore = seqs.length === limit;
    return {
      items: stored.map((fact, index) => {
        const content = contents.get(fact.seq);
        return {
          seq: fact.seq,
          fact: items[index],
          content:
            content === undefined ||
            (isSensitive(fact.classification) && !maySeeSensitive)
              ? null
              : JSON.parse(content),
        };
      }),
      watermark: hasMore ? seqs[seqs.length - 1] : watermark,
      hasMore,
    };
  }

  /** The place in the log that `knownAt` stands for; the newest without it. */
  async watermark(knownAt: string | undefined): Promise<number> {
    const { facts } = this.#options;
    return knownAt === undefined
      ? (await facts.head()).watermark
      : facts.watermarkAt(Math.floor(microsOf('knownAt', knownAt) / 1000));
  }

  async #describe(page: OrderPage, watermark: number): Promise<TimelineItem[]> {
    const { facts } = this.#options;
    const stored = await facts.load(page.rows.map(({ seq }) => seq));
    return facts.describe(stored, watermark);
  }

  async #resolve(tenant: string, query: TimelineQuery): Promise<Resolved> {
    const { names, cursorKey } = this.#options;
    const { cursor, limit: _, order = 'desc', ...filters } = query;
    const digest = filterDigest({ ...filters, tenant, order });
    const position =
      cursor === undefined ? undefined : readCursor(cursorKey, digest, cursor);
    const watermark =
      position?.watermark ?? (await this.watermark(query.knownAt));
    const asOfMicros =
      query.asOf === undefined ? undefined : microsOf('asOf', query.asOf);
    const to = query.to === undefined ? undefined : microsOf('to', query.to);
    const toMicros =
      asOfMicros === undefined
        ? to
        : Math.min(asOfMicros + 1, to ?? Number.MAX_SAFE_INTEGER);
    return {
      filters: digest,
      descending: order === 'desc',
      ...(position && { after: position.position }),
      filter: {
        tenant,
        watermark,
        ...(query.entity !== undefined && {
          entityIds: await this.#entityIds(
            tenant,
            query.entity,
            query.depth ?? 0,
            watermark,
            asOfMicros,
          ),
        }),
        typeIds: await names.typeIds(query.type, query.lane),
        ...(query.source && {
          sourceIds: await names.sourceIds(tenant, query.source),
        }),
        ...(query.from !== undefined && {
          fromMicros: microsOf('from', query.from),
        }),
        toMicros,
        minConfidence: query.minConfidence,
        environment: query.environment,
        region: query.region,
        text: query.q?.toLowerCase(),
        conflictsOnly: query.conflictsOnly,
      },
    };
  }

  async #entityIds(
    tenant: string,
    entity: string,
    depth: number,
    watermark: number,
    asOfMicros: number | undefined,
  ): Promise<number[]> {
    const { names, walk } = this.#options;
    const id = await names.entityId(tenant, entity);
    if (id === undefined) return [];
    if (depth === 0) return [id];
    const found = await walk.around(new Map([[id, entity]]), {
      depth,
      watermark,
      asOfMicros,
    });
    // What everything is related to is shown in the graph, not poured into the timeline.
    return [...found.distances.keys()].filter(
      one => one === id || !isHub(found.refs.get(one) ?? ''),
    );
  }
}

/** @throws InputError when it is no time */
export function microsOf(name: string, text: string): number {
  const micros = parseTime(text);
  if (micros === undefined) {
    throw new InputError(
      `/${name}: a time in RFC 3339 was expected, not "${text.slice(0, 60)}"`,
    );
  }
  return micros;
}
