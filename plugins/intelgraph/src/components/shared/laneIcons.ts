import { Lane } from '@companyos/plugin-intelgraph-common';
import {
  RemixiconComponentType,
  RiAlarmWarningLine,
  RiArchiveLine,
  RiBook2Line,
  RiDatabase2Line,
  RiEyeLine,
  RiFlaskLine,
  RiGitCommitLine,
  RiHammerLine,
  RiMoreLine,
  RiRocketLine,
  RiScales3Line,
  RiShieldCheckLine,
  RiSkullLine,
  RiStackLine,
} from '@remixicon/react';

/** The icon of each lane; its word stands beside it. */
export const laneIcons: Record<Lane, RemixiconComponentType> = {
  incident: RiAlarmWarningLine,
  deploy: RiRocketLine,
  change: RiGitCommitLine,
  build: RiHammerLine,
  artifact: RiArchiveLine,
  test: RiFlaskLine,
  decision: RiScales3Line,
  policy: RiShieldCheckLine,
  docs: RiBook2Line,
  catalog: RiStackLine,
  data: RiDatabase2Line,
  threat: RiSkullLine,
  audit: RiEyeLine,
  other: RiMoreLine,
};
