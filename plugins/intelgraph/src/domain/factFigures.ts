import { TimelineItem } from '@companyos/plugin-intelgraph-common';

/** Below this many percent a fact is marked as uncertain. */
export const LOW_CONFIDENCE = 60;

/** The sources of a fact, each once, in the order they spoke. */
export function sourcesOf({ provenance }: TimelineItem): string[] {
  return [...new Set(provenance.map(({ source }) => source))];
}

/** What can be said of the facts in hand. */
export function factFigures(facts: readonly TimelineItem[]): {
  facts: number;
  sources: number;
  conflicting: number;
} {
  return {
    facts: facts.length,
    sources: new Set(facts.flatMap(sourcesOf)).size,
    conflicting: facts.filter(({ conflictsWith }) => conflictsWith.length)
      .length,
  };
}
