import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { LoadingState, Section } from '@companyos/ui-kit';
import { VIEWS, View } from '../../domain/timelineState';
import { intelgraphTranslationRef } from '../../translation';
import { FailedState } from '../shared/FailedState';
import shared from '../shared/shared.module.css';
import { ExportButton } from './ExportButton';
import { Facts } from './Facts';
import { History } from './History';
import { LiveNote } from './LiveNote';
import styles from './Timeline.module.css';
import { TimelineAnswer } from './TimelineAnswer';
import { TimelineFilters } from './TimelineFilters';
import { TravelBanner } from './TravelBanner';
import { TravelControl } from './TravelControl';
import { Timeline } from './useTimeline';

/** The answer, then when it happened, then what; filters and time travel between. */
export function TimelineView({ timeline }: { timeline: Timeline }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { value, error, state, update, reload } = timeline;
  return (
    <div className={styles.timeline}>
      <TravelBanner timeline={timeline} />
      {error !== undefined && (
        <FailedState
          error={error}
          title={t('failed')}
          onRetry={reload}
          since={value?.loadedAt}
        />
      )}
      {value && <TimelineAnswer timeline={timeline} />}
      {(value || error === undefined) && (
        <>
          <TimelineFilters timeline={timeline} />
          <TravelControl timeline={timeline} />
          {value && <History timeline={timeline} />}
          <Section
            title={t('timeline.evidence')}
            actions={
              <>
                <LiveNote timeline={timeline} />
                <ToggleButtonGroup
                  aria-label={t('timeline.views.label')}
                  selectionMode="single"
                  disallowEmptySelection
                  selectedKeys={[state.view]}
                  onSelectionChange={([view]) => update({ view: view as View })}
                >
                  {VIEWS.map(view => (
                    <ToggleButton key={view} id={view}>
                      {t(`timeline.views.${view}`)}
                    </ToggleButton>
                  ))}
                </ToggleButtonGroup>
                {value && <ExportButton query={value.query} />}
              </>
            }
          >
            {value ? (
              <Facts timeline={timeline} />
            ) : (
              <LoadingState label={t('timeline.loading')} shape="table" />
            )}
            {value && !timeline.hasMore && value.items.length > 0 && (
              <p className={shared.note}>{t('timeline.noMore')}</p>
            )}
          </Section>
        </>
      )}
    </div>
  );
}
