import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Answer } from '@companyos/ui-kit';
import { factFigures } from '../../domain/factFigures';
import { laneTotals } from '../../domain/histogramBars';
import { isFiltered } from '../../domain/timelineState';
import { intelgraphTranslationRef } from '../../translation';
import { Timeline } from './useTimeline';

/** How many facts, from how many sources, and whether they agree. What is not known is not claimed. */
export function TimelineAnswer({ timeline }: { timeline: Timeline }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { state, value, items = [], hasMore } = timeline;
  const range = t(`timeline.range.${state.range}`);
  const figures = factFigures(items);
  if (figures.facts === 0) {
    return <Answer>{t('timeline.answerNone', { range })}</Answer>;
  }
  const { count, isAll } = value?.conflicting ?? {
    count: figures.conflicting,
    isAll: true,
  };
  let conflicts: string = t('timeline.conflictNone');
  if (count > 0) conflicts = t('timeline.conflict', { count });
  if (!isAll) {
    conflicts = t('timeline.conflictMany', { least: String(count) });
  }
  const sources = t('timeline.sourceCount', { count: figures.sources });
  const words = { range, sources, conflicts };
  if (!hasMore) {
    return (
      <Answer>
        {t('timeline.answer', { count: figures.facts, ...words })}
      </Answer>
    );
  }
  const shown = String(figures.facts);
  // The histogram knows nothing of the filters.
  if (isFiltered(state) || !value?.histogram) {
    return <Answer>{t('timeline.answerFit', { shown, ...words })}</Answer>;
  }
  const total = laneTotals(value.histogram).reduce(
    (sum, [, one]) => sum + one,
    0,
  );
  return (
    <Answer>
      {t('timeline.answerMore', {
        total: String(total),
        shown,
        ...words,
      })}
    </Answer>
  );
}
