import { Classification } from '@companyos/plugin-intelgraph-common';

/** Whether reading what a fact says needs more than reading that it is there. */
export function isSensitive(classification: Classification): boolean {
  return classification === 'restricted' || classification === 'pii';
}
