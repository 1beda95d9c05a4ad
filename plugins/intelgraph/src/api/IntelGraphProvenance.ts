import {
  IntelGraphApi,
  ProvenanceDetail,
  TimelineItem,
} from '@companyos/plugin-intelgraph-common';
import {
  Provenance,
  ProvenanceApi,
  ProvenanceQuery,
  ProvenanceSource,
} from '@companyos/ui-kit';
import { links } from '../links';

const FACT_ID = /^sha256:[0-9a-f]{64}$/;
const FACTS_OF_AN_ENTITY = 5;

/** Answers the kit's "who says so" from the facts on record. */
export class IntelGraphProvenance implements ProvenanceApi {
  readonly #api: IntelGraphApi;

  constructor(api: IntelGraphApi) {
    this.#api = api;
  }

  /**
   * The sources of a fact where the digest is that of one, else those of the entity's latest facts.
   *
   * @throws when nothing can be looked up, or the back end refuses; the kit then shows what the page knows
   */
  async getProvenance({
    digest,
    entityRef,
  }: ProvenanceQuery): Promise<Provenance> {
    if (digest && FACT_ID.test(digest)) {
      const ofFact = await this.#ofFact(digest);
      if (ofFact) return ofFact;
    }
    if (!entityRef) {
      throw new Error('Neither a fact nor an entity is named');
    }
    const { items } = await this.#api.getTimeline({
      entity: entityRef,
      limit: FACTS_OF_AN_ENTITY,
    });
    return {
      sources: distinct(
        items.flatMap(fact =>
          fact.provenance.map(one =>
            sourceOf(fact, one, fact.conflictsWith.length === 0),
          ),
        ),
      ),
    };
  }

  /** Undefined where the digest is that of something else, a file for example. */
  async #ofFact(id: string): Promise<Provenance | undefined> {
    try {
      const { fact, provenance, conflicts } = await this.#api.getFact(id);
      return {
        sources: [
          ...provenance.map(one => sourceOf(fact, one, true)),
          ...conflicts.flatMap(({ factId, sources }) =>
            sources.map(source => ({
              source,
              digest: factId,
              href: links.timeline({ fact: factId }),
              agrees: false,
            })),
          ),
        ],
      };
    } catch (error) {
      if ((error as { statusCode?: unknown }).statusCode === 404) {
        return undefined;
      }
      throw error;
    }
  }
}

function sourceOf(
  fact: TimelineItem,
  { source, recordedAt }: Pick<ProvenanceDetail, 'source' | 'recordedAt'>,
  agrees: boolean,
): ProvenanceSource {
  return {
    source,
    recordedAt,
    validFrom: fact.occurredAt,
    digest: fact.id,
    href: links.timeline({ fact: fact.id }),
    agrees,
  };
}

/** Each source once, with its newest word; the facts come newest first. */
function distinct(sources: ProvenanceSource[]): ProvenanceSource[] {
  const bySource = new Map<string, ProvenanceSource>();
  for (const one of sources) {
    if (!bySource.has(one.source)) bySource.set(one.source, one);
  }
  return [...bySource.values()];
}
