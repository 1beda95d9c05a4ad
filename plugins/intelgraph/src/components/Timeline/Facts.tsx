import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { EmptyState } from '@companyos/ui-kit';
import { formatTime } from '../../domain/formatTime';
import { isFiltered, NO_FILTERS } from '../../domain/timelineState';
import { intelgraphTranslationRef } from '../../translation';
import { LoadMore } from '../shared/LoadMore';
import shared from '../shared/shared.module.css';
import { FactRows } from './FactRows';
import { FactTable } from './FactTable';
import { LanesView } from './LanesView';
import { Timeline } from './useTimeline';

const views = { facts: FactRows, lanes: LanesView, table: FactTable };

/** The facts in the chosen view, and the way to older ones. */
export function Facts({ timeline }: { timeline: Timeline }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { state, items = [], last, hasMore } = timeline;
  const searchedTo = hasMore ? last?.searchedTo : undefined;
  const Shown = views[state.view];
  return (
    <div className={shared.stack}>
      {items.length > 0 ? (
        <>
          <p className={shared.note} role="status">
            {t('timeline.showing', { count: items.length })}
          </p>
          <Shown facts={items} />
        </>
      ) : (
        <NoFacts timeline={timeline} />
      )}
      {searchedTo && items.length > 0 && (
        <p className={shared.note} role="status">
          {t('timeline.searchedTo', { time: formatTime.whole(searchedTo) })}
        </p>
      )}
      <LoadMore
        list={timeline}
        label={searchedTo ? t('timeline.continue') : undefined}
      />
    </div>
  );
}

function NoFacts({ timeline }: { timeline: Timeline }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { state, update, last, hasMore } = timeline;
  const range = t(`timeline.range.${state.range}`);
  const filtered = isFiltered(state);
  return (
    <EmptyState
      title={t(filtered ? 'timeline.emptyFiltered' : 'timeline.empty', {
        range,
      })}
      description={
        hasMore && last?.searchedTo
          ? t('timeline.emptySearched', {
              time: formatTime.whole(last.searchedTo),
            })
          : t('timeline.emptyText')
      }
      action={
        <>
          {filtered && (
            <Button variant="secondary" onPress={() => update(NO_FILTERS)}>
              {t('filters.clear')}
            </Button>
          )}
          {state.range !== 'all' && (
            <Button
              variant="secondary"
              onPress={() =>
                update({ range: 'all', from: undefined, to: undefined })
              }
            >
              {t('timeline.lookBack')}
            </Button>
          )}
        </>
      }
    />
  );
}
