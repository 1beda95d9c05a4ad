import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Lane } from '@companyos/plugin-intelgraph-common';
import { intelgraphTranslationRef } from '../../translation';
import { laneIcons } from './laneIcons';
import styles from './shared.module.css';

/** A lane as icon and word. */
export function LaneLabel({ lane }: { lane: Lane }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const Icon = laneIcons[lane];
  return (
    <span className={styles.lane}>
      <Icon aria-hidden className={styles.laneIcon} />
      <span>{t(`lane.${lane}`)}</span>
    </span>
  );
}
