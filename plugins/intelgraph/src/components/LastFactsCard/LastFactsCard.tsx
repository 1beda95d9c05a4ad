import { stringifyEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import {
  Ago,
  LoadingState,
  Panel,
  StatePill,
  useLoaded,
} from '@companyos/ui-kit';
import { useCallback } from 'react';
import { intelgraphTranslationRef } from '../../translation';
import { FailedState } from '../shared/FailedState';
import { LaneLabel } from '../shared/LaneLabel';
import shared from '../shared/shared.module.css';
import { useIntelGraph, useLinks } from '../shared/useTenant';
import styles from './LastFactsCard.module.css';

const SHOWN = 10;

/** On the overview of an entity: what was recorded about it last. */
export function LastFactsCard() {
  const links = useLinks();
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const api = useIntelGraph();
  const { value, error, reload } = useLoaded(
    useCallback(
      () => api.getTimeline({ entity: entityRef, limit: SHOWN }),
      [api, entityRef],
    ),
  );
  const all = links.timeline({ entity: entityRef, range: 'all' });
  if (value?.items.length === 0) {
    return (
      <Panel>
        <p className={shared.note}>{t('card.none')}</p>
      </Panel>
    );
  }
  return (
    <Panel
      title={t('card.title')}
      actions={value && <Link href={all}>{t('card.all')}</Link>}
    >
      {!value && error === undefined && (
        <LoadingState label={t('timeline.loading')} shape="lines" />
      )}
      {!value && error !== undefined && (
        <FailedState error={error} title={t('card.failed')} onRetry={reload} />
      )}
      {value && (
        <ol className={styles.facts}>
          {value.items.map(fact => (
            <li key={fact.id} className={styles.fact}>
              <span className={styles.meta}>
                <Ago time={fact.occurredAt} />
                <LaneLabel lane={fact.lane} />
              </span>
              <span className={styles.summary}>
                <Link
                  href={links.timeline({
                    entity: entityRef,
                    range: 'all',
                    fact: fact.id,
                  })}
                >
                  {fact.summary}
                </Link>{' '}
                {fact.conflictsWith.length > 0 && (
                  <StatePill state="warn">{t('fact.conflict')}</StatePill>
                )}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
