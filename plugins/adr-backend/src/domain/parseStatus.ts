import { DecisionStatus } from '@companyos/plugin-adr-common';
import { plainText } from './plainText';

const words: [RegExp, DecisionStatus][] = [
  [/^(super[sc]eded|replaced)\b/, 'superseded'],
  [/^(rejected|declined|withdrawn|not accepted|abandoned)\b/, 'rejected'],
  [/^(deprecated|obsolete|retired)\b/, 'deprecated'],
  [
    /^(proposed|proposal|draft|pending|open|in review|under (review|discussion)|rfc)\b/,
    'proposed',
  ],
  [
    /^(accepted|approved|agreed|decided|adopted|active|implemented|final)\b/,
    'accepted',
  ],
];

/**
 * The state a status line means, tolerant of the words teams use (`Approved`, `draft`,
 * `superceded by …`); undefined when it means none, such as the placeholder
 * `{proposed | accepted | …}` that a template leaves.
 */
export function parseStatus(text: string): DecisionStatus | undefined {
  const plain = plainText(text).toLocaleLowerCase('en');
  if (plain.includes('|')) {
    return undefined;
  }
  return words.find(([pattern]) => pattern.test(plain))?.[1];
}
