import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RankedChange } from '@companyos/plugin-intelgraph-common';
import { DataTable } from '@companyos/ui-kit';
import { formatDuration } from '../../domain/formatDuration';
import { likelihood } from '../../domain/incidentFigures';
import { intelgraphTranslationRef } from '../../translation';
import { EntityLink } from '../shared/EntityLink';
import shared from '../shared/shared.module.css';
import { useFactParam } from '../shared/useFactParam';
import styles from './IncidentPage.module.css';

/** Changes before an incident, the most likely cause first. */
export function ChangesTable({ changes }: { changes: RankedChange[] }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { hrefOf } = useFactParam();
  const scoreText = ({ score }: RankedChange) =>
    t('incident.score', {
      percent: String(Math.round(score * 100)),
      word: t(`incident.${likelihood(score)}`),
    });
  return (
    <DataTable
      label={t('incident.before')}
      rows={changes}
      rowKey={({ fact }) => fact.id}
      rowHref={({ fact }) => hrefOf(fact.id)}
      csvName="changes-before"
      initialSort={{ column: 'score', direction: 'descending' }}
      columns={[
        {
          id: 'score',
          title: t('incident.columns.score'),
          width: 180,
          sortValue: ({ score }) => score,
          cell: change => (
            <span className={styles.score}>
              <span aria-hidden className={styles.track}>
                <span
                  className={styles.bar}
                  style={{ width: `${Math.round(change.score * 100)}%` }}
                />
              </span>
              {scoreText(change)}
            </span>
          ),
        },
        {
          id: 'change',
          title: t('incident.columns.change'),
          isRowHeader: true,
          sortValue: ({ fact }) => fact.summary,
          cell: ({ fact }) => fact.summary,
        },
        {
          id: 'before',
          title: t('incident.columns.before'),
          align: 'end',
          sortValue: ({ minutesBefore }) => minutesBefore,
          cell: ({ minutesBefore }) => formatDuration(minutesBefore * 60),
        },
        {
          id: 'reasons',
          title: t('incident.columns.reasons'),
          filterValue: ({ reasons }) => reasons.join('; '),
          cell: ({ reasons }) => (
            <ul className={shared.facts}>
              {reasons.map(reason => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          ),
        },
        {
          id: 'entity',
          title: t('table.entity'),
          sortValue: ({ fact }) => fact.entity,
          cell: ({ fact }) => <EntityLink entityRef={fact.entity} />,
        },
        {
          id: 'distance',
          title: t('incident.columns.distance'),
          align: 'end',
          sortValue: ({ distance }) => distance,
          cell: ({ distance }) => distance,
        },
      ]}
    />
  );
}
