import { Source } from '@companyos/plugin-intelgraph-common';
import { State } from '@companyos/ui-kit';

/** The colour of a source's state; its word is always beside it. */
export const sourceState: Record<Source['status'], State> = {
  healthy: 'pass',
  silent: 'warn',
  failing: 'fail',
};
