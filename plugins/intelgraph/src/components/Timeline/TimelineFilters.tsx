import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, SearchField } from '@backstage/ui';
import { useCallback } from 'react';
import {
  isFiltered,
  NO_FILTERS,
  Range,
  SPANS_MS,
} from '../../domain/timelineState';
import { intelgraphTranslationRef } from '../../translation';
import { Choice } from '../shared/Choice';
import { DateTimeField } from '../shared/DateTimeField';
import { More } from '../shared/More';
import shared from '../shared/shared.module.css';
import { useTypingPause } from '../shared/useTypingPause';
import { LaneFilter } from './LaneFilter';
import { MoreFilters } from './MoreFilters';
import styles from './Timeline.module.css';
import { Timeline } from './useTimeline';

const RANGES: Exclude<Range, 'custom'>[] = [
  ...(Object.keys(SPANS_MS) as (keyof typeof SPANS_MS)[]),
  'all',
];
const DEPTHS = ['0', '1', '2', '3'] as const;

/** What narrows the timeline; every choice lives in the URL. */
export function TimelineFilters({ timeline }: { timeline: Timeline }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { state, update, fixedEntity } = timeline;
  const [text, setText] = useTypingPause(
    state.q ?? '',
    useCallback(q => update({ q: q || undefined }), [update]),
  );
  const isCustom = state.range === 'custom';
  const hasMore = Boolean(
    (state.entity && !fixedEntity) ||
      state.source ||
      state.environment ||
      state.region ||
      state.minConfidence ||
      state.conflictsOnly,
  );
  return (
    <div role="group" aria-label={t('filters.label')} className={shared.stack}>
      <div className={styles.filters}>
        <div className={styles.search}>
          <SearchField
            aria-label={t('filters.search')}
            placeholder={t('filters.search')}
            value={text}
            onChange={setText}
            maxLength={200}
          />
        </div>
        <Choice
          label={t('filters.range')}
          withAny={false}
          value={state.range}
          options={[...RANGES, ...(isCustom ? (['custom'] as const) : [])].map(
            value => ({ value, label: t(`filters.ranges.${value}`) }),
          )}
          onChange={range =>
            range !== 'custom' &&
            update({
              range: (range ?? 'all') as Range,
              from: undefined,
              to: undefined,
            })
          }
        />
        {fixedEntity && (
          <Choice
            label={t('filters.depth')}
            withAny={false}
            value={String(state.depth)}
            options={DEPTHS.slice(0, 3).map(value => ({
              value,
              label: t(`filters.depths.${value}`),
            }))}
            onChange={depth => update({ depth: Number(depth) })}
          />
        )}
        {isFiltered(state) && (
          <Button variant="tertiary" onPress={() => update(NO_FILTERS)}>
            {t('filters.clear')}
          </Button>
        )}
      </div>
      <LaneFilter timeline={timeline} />
      <More title={t('filters.more')} isOpen={hasMore || isCustom}>
        <div className={styles.filters}>
          <DateTimeField
            label={t('filters.from')}
            value={state.from}
            onChange={from => update({ range: 'custom', from, to: state.to })}
          />
          <DateTimeField
            label={t('filters.to')}
            value={state.to}
            onChange={to => update({ range: 'custom', from: state.from, to })}
          />
        </div>
        <MoreFilters timeline={timeline} />
      </More>
    </div>
  );
}
