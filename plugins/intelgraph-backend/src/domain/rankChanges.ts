import {
  RankedChange,
  TimelineItem,
} from '@companyos/plugin-intelgraph-common';

/** A change that happened before an incident. */
export interface ChangeCandidate {
  readonly fact: TimelineItem;
  /** Epoch µs. */
  readonly occurredAtMicros: number;
  /** Steps from what the incident concerns. */
  readonly distance: number;
}

/** How often a kind of change is what broke things; judged, not measured. Lanes that are missing change nothing. */
const WEIGHTS: readonly (readonly [RegExp, number, string])[] = [
  [/\.service\.(deployed|upgraded)$/, 1, 'a deployment reached it'],
  [/\.service\.rolledback$/, 0.9, 'it was rolled back'],
  [/\.service\.removed$/, 0.9, 'it was removed'],
  [/\.environment\.(modified|deleted)$/, 0.85, 'its environment was changed'],
  [/\.service\.published$/, 0.6, 'it was opened to its users'],
  [/\.companyos-policy\./, 0.5, 'a policy was decided on it'],
  [/\.change\.merged$/, 0.7, 'a change was merged'],
  [/\.companyos-branch\.pushed$/, 0.6, 'code was pushed'],
  [/\.companyos-tag\./, 0.4, 'a tag was moved'],
  [/\.artifact\.published$/, 0.4, 'an artifact was published'],
  [/\.companyos-entity\.(changed|removed)$/, 0.35, 'its catalog entry changed'],
  [/\.companyos-scaffoldertask\.completed$/, 0.3, 'it was scaffolded'],
];

/** A change counts half after this time. */
const HALF_LIFE_MINUTES = 120;
const BY_DISTANCE = [1, 0.6, 0.35, 0.2];
/** For a change in another environment than the incident's. */
const OTHER_ENVIRONMENT = 0.3;

/**
 * Ranks what changed before an incident: kind of change × how long before × how near × how sure, each of which is
 * told as a reason. The same input gives the same order; equal scores go by time, then by digest.
 */
export function rankChanges(
  incident: {
    /** Epoch µs. */
    startedAtMicros: number;
    environment?: string;
    /** What it concerns. */
    entities: readonly string[];
  },
  candidates: readonly ChangeCandidate[],
  limit: number,
): RankedChange[] {
  return candidates
    .flatMap(candidate => {
      const { fact, distance } = candidate;
      const weight = WEIGHTS.find(([pattern]) => pattern.test(fact.type));
      const minutesBefore =
        (incident.startedAtMicros - candidate.occurredAtMicros) / 60e6;
      if (!weight || minutesBefore < 0) return [];
      const reasons = [
        distance === 0
          ? `${capital(weight[2])} (${nameOf(fact.entity)})`
          : `${capital(weight[2])}: ${nameOf(fact.entity)}, ${distance} ${
              distance === 1 ? 'step' : 'steps'
            } away`,
        `${spanOf(minutesBefore)} before the incident`,
      ];
      let score =
        weight[1] *
        2 ** (-minutesBefore / HALF_LIFE_MINUTES) *
        (BY_DISTANCE[distance] ?? BY_DISTANCE[BY_DISTANCE.length - 1]) *
        (fact.confidence / 100);
      const isKnown = (environment: string | undefined) =>
        environment !== undefined && environment !== 'all';
      if (isKnown(incident.environment) && isKnown(fact.environment)) {
        if (incident.environment === fact.environment) {
          reasons.push(`In the same environment (${fact.environment})`);
        } else {
          score *= OTHER_ENVIRONMENT;
          reasons.push(
            `In another environment (${fact.environment}), so it counts less`,
          );
        }
      }
      const shared = fact.mentions.find(
        ({ entity, role }) =>
          role === 'artifact' && incident.entities.includes(entity),
      );
      if (shared) {
        score = Math.min(1, score * 1.2);
        reasons.push(`It brought the artifact that the incident names`);
      }
      if (fact.confidence < 100) {
        reasons.push(`Its source is ${fact.confidence} % sure`);
      }
      if (fact.conflictsWith.length > 0) {
        reasons.push('Another source says otherwise');
      }
      return [
        {
          fact,
          score: Math.round(Math.min(1, score) * 1000) / 1000,
          reasons,
          minutesBefore: Math.round(minutesBefore * 10) / 10,
          distance,
        },
      ];
    })
    .sort(
      (a, b) =>
        b.score - a.score ||
        a.minutesBefore - b.minutesBefore ||
        (a.fact.id < b.fact.id ? -1 : 1),
    )
    .slice(0, limit);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function nameOf(entity: string): string {
  return entity.slice(entity.indexOf('/') + 1);
}

function spanOf(minutes: number): string {
  if (minutes < 1) return 'Less than a minute';
  if (minutes < 90) {
    const whole = Math.round(minutes);
    return whole === 1 ? 'One minute' : `${whole} minutes`;
  }
  const hours = minutes / 60;
  return hours < 48
    ? `${Math.round(hours * 10) / 10} hours`
    : `${Math.round(hours / 24)} days`;
}
