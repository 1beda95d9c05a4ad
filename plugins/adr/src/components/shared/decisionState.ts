import { DecisionStatus } from '@companyos/plugin-adr-common';
import { State } from '@companyos/ui-kit';

/** The colour of a status; its word is always beside it. */
export const decisionState: Record<DecisionStatus, State> = {
  proposed: 'info',
  accepted: 'pass',
  rejected: 'fail',
  deprecated: 'warn',
  superseded: 'unknown',
};
