import { Lane } from '@companyos/plugin-intelgraph-common';

/** The ink of a lane in charts; its name is always beside it or in the table behind. */
export type LaneTone =
  | 'fail'
  | 'warn'
  | 'accent'
  | 'info'
  | 'pass'
  | 'waived'
  | 'unknown'
  | 'edge';

/** Lanes that people look for first have an ink of their own; the quiet ones share. */
export const laneTone: Record<Lane, LaneTone> = {
  incident: 'fail',
  deploy: 'accent',
  change: 'info',
  build: 'edge',
  artifact: 'unknown',
  test: 'pass',
  decision: 'waived',
  policy: 'waived',
  docs: 'edge',
  catalog: 'unknown',
  data: 'info',
  threat: 'warn',
  audit: 'edge',
  other: 'edge',
};
