import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEffect, useId, useState } from 'react';
import { formatTime } from '../../domain/formatTime';
import { intelgraphTranslationRef } from '../../translation';
import { DateTimeField } from '../shared/DateTimeField';
import { More } from '../shared/More';
import shared from '../shared/shared.module.css';
import styles from './Timeline.module.css';
import { Timeline } from './useTimeline';

const STEPS = 100;

/** What did we know at a time: as a slider over the shown time, and as a field. */
export function TravelControl({ timeline }: { timeline: Timeline }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { state, update, value } = timeline;
  const { knownAt, asOf } = state;
  return (
    <More title={t('travel.title')} isOpen={Boolean(knownAt || asOf)}>
      <div className={styles.filters}>
        <DateTimeField
          label={t('travel.knownAt')}
          value={knownAt}
          onChange={time => update({ knownAt: time })}
        />
        {value?.histogram && (
          <TravelSlider
            fromMs={Date.parse(value.histogram.from)}
            // Back to now has to stay in reach of the slider while one travels.
            toMs={Math.max(Date.parse(value.histogram.to), value.loadedAt)}
            knownAt={knownAt}
            onChange={time => update({ knownAt: time })}
          />
        )}
      </div>
      <More title={t('travel.advanced')} isOpen={Boolean(asOf)}>
        <DateTimeField
          label={t('travel.asOf')}
          description={t('travel.asOfHint')}
          value={asOf}
          onChange={time => update({ asOf: time })}
        />
      </More>
    </More>
  );
}

function TravelSlider(props: {
  fromMs: number;
  toMs: number;
  knownAt: string | undefined;
  onChange: (knownAt: string | undefined) => void;
}) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { fromMs, toMs, knownAt, onChange } = props;
  const placed = knownAt
    ? Math.round(((Date.parse(knownAt) - fromMs) / (toMs - fromMs)) * STEPS)
    : STEPS;
  const [step, setStep] = useState(placed);
  useEffect(() => setStep(placed), [placed]);
  const id = useId();
  const shown = Math.min(STEPS, Math.max(0, step));
  const timeOf = (one: number) =>
    new Date(fromMs + ((toMs - fromMs) * one) / STEPS).toISOString();
  const words = formatTime.whole(
    knownAt && step === placed ? knownAt : timeOf(shown),
  );
  // When one lets go, not on the way.
  const commit = () => {
    if (shown !== placed) onChange(shown === STEPS ? undefined : timeOf(shown));
  };
  return (
    <div className={`${shared.field} ${styles.slider}`}>
      <label htmlFor={id}>{t('travel.slider')}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={STEPS}
        value={shown}
        aria-valuetext={words}
        onChange={event => setStep(Number(event.target.value))}
        onPointerUp={commit}
        onKeyUp={commit}
        onBlur={commit}
      />
      <span className={styles.number}>{words}</span>
    </div>
  );
}
