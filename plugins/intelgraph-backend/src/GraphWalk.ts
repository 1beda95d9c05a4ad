import { Edge, Graph } from '@companyos/plugin-intelgraph-common';
import { toDigest } from './database/FactReader';
import { CurrentEdge, GraphReader } from './database/GraphReader';
import { NameReader } from './database/NameReader';
import { formatMicros } from './domain/canonical/formatMicros';

/** Relations along which data flows. */
export const LINEAGE_TYPES: readonly string[] = [
  'flowsInto',
  'derivedFrom',
  'builtFrom',
];

/** Entities around one, the nearest first. */
export interface Neighbourhood {
  /** Entity number → steps from the root. */
  readonly distances: ReadonlyMap<number, number>;
  readonly refs: ReadonlyMap<number, string>;
  readonly edges: readonly CurrentEdge[];
  readonly isTruncated: boolean;
}

/** What a walk may take in. */
const MOST_ENTITIES = 200;
const MOST_EDGES = 1_000;

/**
 * Everything is deployed to one production and owned by a few groups, so what lies behind those is not related.
 * They are shown; nothing is followed through them.
 */
const NOT_FOLLOWED = /^(environment|group|user):/;

/** Whether an entity is one of those through which everything is related. */
export function isHub(ref: string): boolean {
  return NOT_FOLLOWED.test(ref);
}

const EVER = Number.MAX_SAFE_INTEGER;

/** Walks along relations as they were at a time, by what was known at a place in the log. */
export class GraphWalk {
  readonly #names: NameReader;
  readonly #graph: GraphReader;

  constructor(options: { names: NameReader; graph: GraphReader }) {
    this.#names = options.names;
    this.#graph = options.graph;
  }

  /** Entities in so many steps from some. */
  async around(
    roots: ReadonlyMap<number, string>,
    options: {
      depth: number;
      watermark: number;
      asOfMicros?: number;
      direction?: 'both' | 'upstream' | 'downstream';
      types?: readonly string[];
    },
  ): Promise<Neighbourhood> {
    const {
      depth,
      watermark,
      asOfMicros = EVER,
      direction = 'both',
      types,
    } = options;
    const refs = new Map(roots);
    const distances = new Map([...roots.keys()].map(id => [id, 0]));
    const edges = new Map<string, CurrentEdge>();
    let isTruncated = false;
    let frontier = [...roots.keys()];
    for (let distance = 1; distance <= depth; distance += 1) {
      const found = await this.#graph.edges({
        ids: frontier,
        direction,
        types,
        watermark,
        asOfMicros,
        limit: MOST_EDGES,
      });
      const next: number[] = [];
      for (const edge of found) {
        for (const [id, ref] of [
          [edge.from, edge.fromRef],
          [edge.to, edge.toRef],
        ] as const) {
          if (distances.has(id)) continue;
          if (distances.size >= MOST_ENTITIES) {
            isTruncated = true;
            continue;
          }
          distances.set(id, distance);
          refs.set(id, ref);
          if (!isHub(ref)) next.push(id);
        }
        if (distances.has(edge.from) && distances.has(edge.to)) {
          edges.set(`${edge.from} ${edge.to} ${edge.type}`, edge);
        }
      }
      isTruncated ||= found.length >= MOST_EDGES;
      frontier = next;
      if (frontier.length === 0) break;
    }
    return { distances, refs, edges: [...edges.values()], isTruncated };
  }

  /** The graph around an entity as the API writes it; only the entity itself when nothing is known of it. */
  async graph(options: {
    tenant: string;
    entity: string;
    depth: number;
    watermark: number;
    asOfMicros?: number;
    direction: 'both' | 'upstream' | 'downstream';
    lineage: boolean;
  }): Promise<Graph> {
    const { tenant, entity, watermark } = options;
    const id = await this.#names.entityId(tenant, entity);
    if (id === undefined) {
      return {
        root: entity,
        nodes: [{ entity, distance: 0 }],
        edges: [],
        truncated: false,
        watermark,
      };
    }
    const found = await this.around(new Map([[id, entity]]), {
      ...options,
      ...(options.lineage && { types: LINEAGE_TYPES }),
    });
    return {
      root: entity,
      nodes: [...found.distances]
        .map(([node, distance]) => ({
          entity: found.refs.get(node) ?? '',
          distance,
        }))
        .sort(
          (a, b) => a.distance - b.distance || (a.entity < b.entity ? -1 : 1),
        ),
      edges: found.edges.map(toEdge),
      truncated: found.isTruncated,
      watermark,
    };
  }
}

/** A relation as the API writes it. */
export function toEdge(edge: CurrentEdge): Edge {
  return {
    from: edge.fromRef,
    to: edge.toRef,
    type: edge.type,
    factId: toDigest(edge.factId),
    confidence: edge.confidence,
    validFrom: formatMicros(edge.validFrom),
    policies: edge.policies,
  };
}
