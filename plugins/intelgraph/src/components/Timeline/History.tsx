import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { Section } from '@companyos/ui-kit';
import { useMemo } from 'react';
import { formatDuration } from '../../domain/formatDuration';
import { formatTime } from '../../domain/formatTime';
import { histogramBars } from '../../domain/histogramBars';
import { zoom } from '../../domain/timeScale';
import { intelgraphTranslationRef } from '../../translation';
import shared from '../shared/shared.module.css';
import { Brush } from './Brush';
import { HistogramTable } from './HistogramTable';
import { Timeline } from './useTimeline';

const ZOOM_OUT = 3;

/** How the facts spread over time; a part of it can be chosen. */
export function History({ timeline }: { timeline: Timeline }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { state, update, value } = timeline;
  const histogram = value?.histogram;
  const bars = useMemo(
    () => (histogram ? histogramBars(histogram, state.lanes) : []),
    [histogram, state.lanes],
  );
  if (value?.histogramFailed) {
    return <p className={shared.note}>{t('timeline.historyFailed')}</p>;
  }
  if (!histogram || bars.length === 0) return null;

  const show = (fromMs: number, toMs: number) =>
    update({
      range: 'custom',
      from: new Date(fromMs).toISOString(),
      to: new Date(toMs).toISOString(),
    });
  const total = bars.reduce((sum, bar) => sum + bar.total, 0);
  const peak = bars.reduce((best, bar) =>
    bar.total > best.total ? bar : best,
  );
  const ends = {
    from: formatTime.whole(histogram.from),
    to: formatTime.whole(histogram.to),
  };
  const sentence =
    total === 0
      ? t('histogram.sentenceNone', ends)
      : t('histogram.sentence', {
          ...ends,
          total: String(total),
          highest: String(peak.total),
          width: formatDuration(histogram.bucketSeconds),
          peak: formatTime.moment(peak.fromMs),
        });
  const zoomOut = () => {
    const wider = zoom(
      { from: Date.parse(histogram.from), to: Date.parse(histogram.to) },
      ZOOM_OUT,
    );
    show(wider.from, Math.min(wider.to, value.loadedAt));
  };
  return (
    <Section
      title={t('histogram.label')}
      description={sentence}
      actions={
        state.range === 'custom' && (
          <Button variant="secondary" onPress={zoomOut}>
            {t('histogram.zoomOut')}
          </Button>
        )
      }
    >
      <Brush
        // Another stretch of time has other bars to choose from.
        key={`${histogram.from} ${histogram.to}`}
        bars={bars}
        label={sentence}
        onSelect={show}
      />
      <HistogramTable bars={bars} />
    </Section>
  );
}
