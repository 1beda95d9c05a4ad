import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Checkbox } from '@backstage/ui';
import { useLoaded } from '@companyos/ui-kit';
import { useCallback } from 'react';
import { intelgraphTranslationRef } from '../../translation';
import { Choice } from '../shared/Choice';
import { EntitySearch } from '../shared/EntitySearch';
import shared from '../shared/shared.module.css';
import { useIntelGraph } from '../shared/useTenant';
import styles from './Timeline.module.css';
import { Timeline } from './useTimeline';

const CONFIDENCES = ['50', '75', '90', '100'];
const DEPTHS = ['0', '1', '2', '3'] as const;

const asOptions = (values: Iterable<string>) =>
  [...new Set(values)].sort().map(value => ({ value, label: value }));

/** The filters one needs now and then. */
export function MoreFilters({ timeline }: { timeline: Timeline }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const api = useIntelGraph();
  const { state, update, items = [], fixedEntity } = timeline;
  const sources = useLoaded(useCallback(() => api.listSources(), [api])).value;
  return (
    <>
      {!fixedEntity &&
        (state.entity ? (
          <div className={styles.filters}>
            <div>
              <div className={shared.note}>{t('filters.entity')}</div>
              <div className={shared.mono}>{state.entity}</div>
            </div>
            <Button
              variant="tertiary"
              onPress={() => update({ entity: undefined, depth: 0 })}
            >
              {t('filters.clearEntity')}
            </Button>
            <Choice
              label={t('filters.depth')}
              withAny={false}
              value={String(state.depth)}
              options={DEPTHS.map(value => ({
                value,
                label: t(`filters.depths.${value}`),
              }))}
              onChange={depth => update({ depth: Number(depth) })}
            />
          </div>
        ) : (
          <EntitySearch onChoose={entity => update({ entity })} />
        ))}
      <div className={styles.filters}>
        <Choice
          label={t('filters.source')}
          value={state.source}
          options={asOptions(sources?.items.map(({ source }) => source) ?? [])}
          onChange={source => update({ source })}
        />
        <Choice
          label={t('filters.environment')}
          value={state.environment}
          options={asOptions(items.map(({ environment }) => environment))}
          onChange={environment => update({ environment })}
        />
        <Choice
          label={t('filters.region')}
          value={state.region}
          options={asOptions(items.map(({ region }) => region))}
          onChange={region => update({ region })}
        />
        <Choice
          label={t('filters.confidence')}
          value={state.minConfidence?.toString()}
          options={CONFIDENCES.map(percent => ({
            value: percent,
            label: t('filters.atLeast', { percent }),
          }))}
          onChange={percent =>
            update({ minConfidence: percent ? Number(percent) : undefined })
          }
        />
      </div>
      <Checkbox
        isSelected={state.conflictsOnly}
        onChange={conflictsOnly => update({ conflictsOnly })}
      >
        {t('filters.conflicts')}
      </Checkbox>
    </>
  );
}
