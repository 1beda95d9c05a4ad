import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { LANES, TimelineItem } from '@companyos/plugin-intelgraph-common';
import { useMemo, useState } from 'react';
import { formatTime } from '../../domain/formatTime';
import { Extent, extentOf, placeOf, ticks, zoom } from '../../domain/timeScale';
import { intelgraphTranslationRef } from '../../translation';
import { LaneLabel } from '../shared/LaneLabel';
import shared from '../shared/shared.module.css';
import { LaneDots } from './LaneDots';
import styles from './LanesView.module.css';
import { useLaneKeys } from './useLaneKeys';

const ZOOM_STEP = 0.5;
const TICKS = 6;
const NOW_AND_THEN: Extent = { from: 0, to: 1 };

/** Facts as dots on one scale of time, a row for each kind. */
export function LanesView({ facts }: { facts: TimelineItem[] }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const whole = useMemo(
    () =>
      extentOf(facts.map(({ occurredAt }) => Date.parse(occurredAt))) ??
      NOW_AND_THEN,
    [facts],
  );
  const [zoomed, setZoomed] = useState<Extent>();
  const extent = zoomed ?? whole;
  const lanes = LANES.filter(lane => facts.some(fact => fact.lane === lane));
  const keys = useLaneKeys(facts, lanes, extent, setZoomed);
  const marks = ticks(extent, TICKS);
  return (
    <div className={shared.stack}>
      <div className={shared.line}>
        <Button
          variant="secondary"
          onPress={() => setZoomed(zoom(extent, ZOOM_STEP))}
        >
          {t('lanes.zoomIn')}
        </Button>
        <Button
          variant="secondary"
          onPress={() => setZoomed(zoom(extent, 1 / ZOOM_STEP))}
        >
          {t('lanes.zoomOut')}
        </Button>
        <Button
          variant="secondary"
          isDisabled={!zoomed}
          onPress={() => setZoomed(undefined)}
        >
          {t('lanes.fit')}
        </Button>
        <span className={shared.note} role="status">
          {t('lanes.extent', {
            from: formatTime.whole(extent.from),
            to: formatTime.whole(extent.to),
          })}
        </span>
      </div>
      <p className={shared.note}>{t('lanes.hint')}</p>
      <div className={styles.scroll}>
        <div
          ref={keys.ref}
          role="group"
          aria-label={t('lanes.label')}
          className={styles.lanes}
        >
          {lanes.map(lane => (
            <div key={lane} className={styles.lane}>
              <div className={styles.name}>
                <LaneLabel lane={lane} />
              </div>
              <LaneDots
                lane={lane}
                facts={facts}
                extent={extent}
                current={keys.current}
                onFocus={keys.setCurrent}
                onKeyDown={keys.onKeyDown}
              />
            </div>
          ))}
          <div className={styles.lane} aria-hidden>
            <div />
            <div className={styles.axis}>
              {marks.map(timeMs => (
                <span
                  key={timeMs}
                  className={styles.tick}
                  style={{
                    insetInlineStart: `${placeOf(timeMs, extent) * 100}%`,
                  }}
                >
                  {formatTime.moment(timeMs)}
                </span>
              ))}
            </div>
          </div>
        </div>
      </div>
    </div>
  );
}
