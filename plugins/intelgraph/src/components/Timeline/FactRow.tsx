import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { TimelineItem } from '@companyos/plugin-intelgraph-common';
import { StatePill } from '@companyos/ui-kit';
import { LOW_CONFIDENCE, sourcesOf } from '../../domain/factFigures';
import { intelgraphTranslationRef } from '../../translation';
import { EntityLink } from '../shared/EntityLink';
import { LaneLabel } from '../shared/LaneLabel';
import { LocalTime } from '../shared/LocalTime';
import { useFactParam } from '../shared/useFactParam';
import { ConflictSplit } from './ConflictSplit';
import styles from './FactRows.module.css';
import { laneTone } from './laneTone';

/** One fact on the axis: when, what kind, what, about what, who says so. */
export function FactRow({ fact }: { fact: TimelineItem }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { fact: shown, hrefOf } = useFactParam();
  const sources = sourcesOf(fact);
  return (
    <li className={styles.row} data-shown={shown === fact.id || undefined}>
      <span className={styles.when}>
        <LocalTime time={fact.occurredAt} as="clock" />
      </span>
      <span
        aria-hidden
        className={styles.mark}
        data-tone={laneTone[fact.lane]}
      />
      <span className={styles.lane}>
        <LaneLabel lane={fact.lane} />
      </span>
      <div className={styles.what}>
        <span className={styles.summary}>
          <Link
            href={hrefOf(fact.id)}
            aria-current={shown === fact.id ? 'true' : undefined}
          >
            {fact.summary}
          </Link>
        </span>
        <div className={styles.meta}>
          <EntityLink entityRef={fact.entity} />
          <span className={styles.source} title={sources.join('\n')}>
            {sources.length === 1
              ? sources[0]
              : t('fact.sources', { count: sources.length })}
          </span>
          {fact.confidence < LOW_CONFIDENCE && (
            <StatePill state="unknown">
              {t('fact.lowConfidence', { percent: String(fact.confidence) })}
            </StatePill>
          )}
          {fact.erased && (
            <StatePill state="unknown">{t('fact.erased')}</StatePill>
          )}
        </div>
        {fact.conflictsWith.length > 0 && <ConflictSplit fact={fact} />}
      </div>
    </li>
  );
}
