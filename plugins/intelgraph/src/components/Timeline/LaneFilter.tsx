import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ToggleButton } from '@backstage/ui';
import { LANES } from '@companyos/plugin-intelgraph-common';
import { laneTotals } from '../../domain/histogramBars';
import { intelgraphTranslationRef } from '../../translation';
import { laneIcons } from '../shared/laneIcons';
import { laneTone } from './laneTone';
import styles from './Timeline.module.css';
import { Timeline } from './useTimeline';

/** The kinds there are, with how many facts each has: the key of the chart, and a filter. */
export function LaneFilter({ timeline }: { timeline: Timeline }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { state, update, value, items = [] } = timeline;
  const totals = new Map(value?.histogram && laneTotals(value.histogram));
  const present = LANES.filter(
    lane =>
      totals.has(lane) ||
      state.lanes.includes(lane) ||
      items.some(fact => fact.lane === lane),
  );
  if (present.length === 0) return null;
  return (
    <div role="group" aria-label={t('filters.lanes')} className={styles.lanes}>
      {present.map(lane => {
        const Icon = laneIcons[lane];
        return (
          <ToggleButton
            key={lane}
            className={styles.laneButton}
            iconStart={<Icon aria-hidden />}
            isSelected={state.lanes.includes(lane)}
            onChange={isOn =>
              update({
                lanes: LANES.filter(one =>
                  one === lane ? isOn : state.lanes.includes(one),
                ),
              })
            }
          >
            <span className={styles.key} data-tone={laneTone[lane]}>
              {t(`lane.${lane}`)}
            </span>
            {totals.has(lane) && (
              <span className={styles.number}> {totals.get(lane)}</span>
            )}
          </ToggleButton>
        );
      })}
    </div>
  );
}
