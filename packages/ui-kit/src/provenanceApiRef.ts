import { createApiRef } from '@backstage/frontend-plugin-api';

/** What to look up; at least one of the fields is set. */
export interface ProvenanceQuery {
  /** Entity the statement is about, as `kind:namespace/name`. */
  entityRef?: string;
  /** Digest of the fact itself. */
  digest?: string;
  /** Name of the source that is already known. */
  source?: string;
}

/** One source and what it says. */
export interface ProvenanceSource {
  source: string;
  /** When the fact was written down, ISO 8601 UTC. */
  recordedAt?: string;
  /** Since when the fact holds, ISO 8601 UTC. */
  validFrom?: string;
  digest?: string;
  href?: string;
  /** False when this source contradicts the statement. */
  agrees: boolean;
}

/** All sources that speak about a statement. */
export interface Provenance {
  sources: ProvenanceSource[];
}

/** Who says what, served by the plugin that keeps the facts. */
export interface ProvenanceApi {
  /** Rejects when the sources cannot be loaded; the kit then shows what the page knows. */
  getProvenance(query: ProvenanceQuery): Promise<Provenance>;
}

/**
 * Optional API behind `SaysWho`. As long as no plugin provides it, the kit shows the plain source
 * line.
 */
export const provenanceApiRef = createApiRef<ProvenanceApi>().with({
  id: 'plugin.intelgraph.provenance',
  pluginId: 'intelgraph',
});
