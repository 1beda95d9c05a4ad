import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import {
  DECISION_STATUSES,
  DecisionSummary,
} from '@companyos/plugin-adr-common';
import { DataTable, DataTableColumn } from '@companyos/ui-kit';
import { ReactNode, useMemo } from 'react';
import { adrTranslationRef } from '../../translation';
import { ComponentLink } from './ComponentLink';
import { DecisionStatusPill } from './DecisionStatusPill';
import { formatNumber } from './formatNumber';
import { RecordLinks } from './RecordLinks';
import { useRecordHref } from './useRecordHref';

/** Records as rows; each leads to its page. */
export function DecisionsTable({
  records,
  showComponent = false,
  empty,
}: {
  records: DecisionSummary[];
  /** Whether the records belong to more than one component. */
  showComponent?: boolean;
  empty: ReactNode;
}) {
  const { t } = useTranslationRef(adrTranslationRef);
  const hrefOf = useRecordHref();
  const componentRefs = useMemo(
    () => [...new Set(records.map(({ entityRef }) => entityRef))].sort(),
    [records],
  );

  const component: DataTableColumn<DecisionSummary> = {
    id: 'component',
    title: t('table.component'),
    sortValue: ({ entityRef }) => parseEntityRef(entityRef).name,
    cell: ({ entityRef }) => <ComponentLink entityRef={entityRef} />,
  };
  const columns: DataTableColumn<DecisionSummary>[] = [
    {
      id: 'number',
      title: t('table.number'),
      align: 'end',
      width: 96,
      sortValue: ({ number }) => number ?? undefined,
      filterValue: ({ number }) => formatNumber(number),
      cell: ({ number }) => formatNumber(number),
    },
    {
      id: 'title',
      title: t('table.title'),
      isRowHeader: true,
      sortValue: ({ title }) => title,
      cell: ({ title }) => title,
    },
    {
      id: 'status',
      title: t('table.status'),
      width: 140,
      sortValue: ({ status }) => t(`status.${status}`),
      cell: ({ status }) => <DecisionStatusPill status={status} />,
    },
    {
      id: 'date',
      title: t('table.date'),
      width: 120,
      sortValue: ({ date }) => date ?? undefined,
      cell: ({ date }) => date ?? '–',
    },
    ...(showComponent ? [component] : []),
    {
      id: 'deciders',
      title: t('table.deciders'),
      sortValue: ({ deciders }) => deciders.join(', ') || undefined,
      cell: ({ deciders }) => deciders.join(', ') || '–',
    },
    {
      id: 'supersedes',
      title: t('table.supersedes'),
      width: 120,
      filterValue: record => numbersOf(record.supersedes),
      cell: ({ supersedes }) => <RecordLinks links={supersedes} />,
    },
    {
      id: 'supersededBy',
      title: t('table.supersededBy'),
      width: 130,
      defaultHidden: !records.some(({ supersededBy }) => supersededBy.length),
      filterValue: record => numbersOf(record.supersededBy),
      cell: ({ supersededBy }) => <RecordLinks links={supersededBy} />,
    },
  ];

  return (
    <DataTable
      label={t('title')}
      rows={records}
      rowKey={({ id }) => id}
      rowHref={({ id }) => hrefOf(id)}
      urlKey="decisions"
      csvName="decisions"
      initialSort={{ column: 'date', direction: 'descending' }}
      filters={[
        {
          id: 'status',
          title: t('table.status'),
          options: DECISION_STATUSES.map(value => ({
            value,
            label: t(`status.${value}`),
          })),
          match: ({ status }, value) => status === value,
        },
        ...(showComponent
          ? [
              {
                id: 'component',
                title: t('table.component'),
                options: componentRefs.map(value => ({
                  value,
                  label: parseEntityRef(value).name,
                })),
                match: ({ entityRef }: DecisionSummary, value: string) =>
                  entityRef === value,
              },
            ]
          : []),
      ]}
      columns={columns}
      empty={empty}
    />
  );
}

function numbersOf(links: DecisionSummary['supersedes']): string {
  return links
    .map(({ number, raw }) => (number === null ? raw : formatNumber(number)))
    .join(', ');
}
