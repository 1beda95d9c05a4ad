import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { Source } from '@companyos/plugin-intelgraph-common';
import { Ago, DataTable, DataTableColumn, StatePill } from '@companyos/ui-kit';
import { useState } from 'react';
import { formatDuration } from '../../domain/formatDuration';
import { intelgraphTranslationRef } from '../../translation';
import shared from '../shared/shared.module.css';
import { SourceDrawer } from './SourceDrawer';
import styles from './SourcesPage.module.css';
import { sourceState } from './sourceState';

const STATUSES = ['healthy', 'silent', 'failing'] as const;

/** Sources as rows; each opens what was refused of it and its chain. */
export function SourcesTable({ sources }: { sources: Source[] }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const [shown, setShown] = useState<Source>();
  const number = (
    id:
      | 'deliveries'
      | 'facts'
      | 'corroborated'
      | 'conflicts'
      | 'rejected'
      | 'quarantined',
  ): DataTableColumn<Source> => ({
    id,
    title: t(`sources.columns.${id}`),
    align: 'end',
    sortValue: source => source[id],
    cell: source => source[id],
  });
  return (
    <>
      <DataTable
        label={t('sources.title')}
        rows={sources}
        rowKey={({ id }) => String(id)}
        urlKey="sources"
        csvName="sources"
        searchable
        filters={[
          {
            id: 'status',
            title: t('sources.columns.status'),
            options: STATUSES.map(value => ({
              value,
              label: t(`sources.status.${value}`),
            })),
            match: ({ status }, value) => status === value,
          },
        ]}
        columns={[
          {
            id: 'source',
            title: t('sources.columns.source'),
            isRowHeader: true,
            sortValue: ({ source }) => source,
            cell: source => (
              <Button variant="tertiary" onPress={() => setShown(source)}>
                {source.source}
              </Button>
            ),
          },
          {
            id: 'status',
            title: t('sources.columns.status'),
            sortValue: ({ status }) => STATUSES.indexOf(status),
            filterValue: ({ status, statusReason }) =>
              `${t(`sources.status.${status}`)}: ${statusReason}`,
            cell: ({ status, statusReason }) => (
              <span className={styles.state}>
                <span>
                  <StatePill state={sourceState[status]}>
                    {t(`sources.status.${status}`)}
                  </StatePill>
                </span>
                <span className={shared.note}>{statusReason}</span>
              </span>
            ),
          },
          {
            id: 'lastSeen',
            title: t('sources.columns.lastSeen'),
            sortValue: ({ lastSeenAt }) => Date.parse(lastSeenAt),
            filterValue: ({ lastSeenAt }) => lastSeenAt,
            cell: ({ lastSeenAt }) => <Ago time={lastSeenAt} />,
          },
          {
            id: 'lag',
            title: t('sources.columns.lag'),
            align: 'end',
            sortValue: ({ lagSeconds }) => lagSeconds ?? undefined,
            cell: ({ lagSeconds }) =>
              lagSeconds === null
                ? t('sources.unknown')
                : formatDuration(lagSeconds),
          },
          number('deliveries'),
          number('facts'),
          number('corroborated'),
          number('conflicts'),
          number('rejected'),
          number('quarantined'),
        ]}
      />
      <SourceDrawer source={shown} onClose={() => setShown(undefined)} />
    </>
  );
}
