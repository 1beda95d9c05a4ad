import { IncidentStatus } from '@companyos/plugin-intelgraph-common';
import { State } from '@companyos/ui-kit';

/** The colour of an incident's state; its word is always beside it. */
export const incidentState: Record<IncidentStatus, State> = {
  open: 'fail',
  acknowledged: 'warn',
  resolved: 'pass',
};
