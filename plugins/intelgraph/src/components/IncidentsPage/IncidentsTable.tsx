import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Incident } from '@companyos/plugin-intelgraph-common';
import { Ago, DataTable, StatePill } from '@companyos/ui-kit';
import { formatDuration } from '../../domain/formatDuration';
import { incidentSeconds } from '../../domain/incidentFigures';
import { intelgraphTranslationRef } from '../../translation';
import { EntityLink } from '../shared/EntityLink';
import { incidentState } from '../shared/incidentState';
import shared from '../shared/shared.module.css';
import { useLinks } from '../shared/useTenant';

const STATUSES = ['open', 'acknowledged', 'resolved'] as const;

/** Incidents as rows; each leads to its page. */
export function IncidentsTable({ incidents }: { incidents: Incident[] }) {
  const links = useLinks();
  const { t } = useTranslationRef(intelgraphTranslationRef);
  return (
    <DataTable
      label={t('incidents.title')}
      rows={incidents}
      rowKey={({ incident }) => incident}
      rowHref={({ incident }) => links.incident(incident)}
      urlKey="incidents"
      csvName="incidents"
      searchable
      pageSize={100}
      filters={[
        {
          id: 'status',
          title: t('incidents.columns.status'),
          options: STATUSES.map(value => ({
            value,
            label: t(`incidents.status.${value}`),
          })),
          match: ({ status }, value) => status === value,
        },
      ]}
      columns={[
        {
          id: 'summary',
          title: t('incidents.columns.summary'),
          isRowHeader: true,
          sortValue: ({ summary }) => summary,
          cell: ({ summary }) => summary,
        },
        {
          id: 'status',
          title: t('incidents.columns.status'),
          sortValue: ({ status }) => STATUSES.indexOf(status),
          filterValue: ({ status }) => t(`incidents.status.${status}`),
          cell: ({ status }) => (
            <StatePill state={incidentState[status]}>
              {t(`incidents.status.${status}`)}
            </StatePill>
          ),
        },
        {
          id: 'since',
          title: t('incidents.columns.since'),
          sortValue: ({ startedAt }) => Date.parse(startedAt),
          filterValue: ({ startedAt }) => startedAt,
          cell: ({ startedAt }) => <Ago time={startedAt} />,
        },
        {
          id: 'duration',
          title: t('incidents.columns.duration'),
          align: 'end',
          sortValue: incident => incidentSeconds(incident, Date.now()),
          cell: incident =>
            incident.resolvedAt
              ? formatDuration(incidentSeconds(incident, Date.now()))
              : t('incidents.running'),
        },
        {
          id: 'concerns',
          title: t('incidents.columns.concerns'),
          sortValue: ({ entities }) => entities.join(', ') || undefined,
          cell: ({ entities }) => (
            <span className={shared.line}>
              {entities.map(entity => (
                <EntityLink key={entity} entityRef={entity} />
              ))}
            </span>
          ),
        },
        {
          id: 'severity',
          title: t('incidents.columns.severity'),
          sortValue: ({ severity }) => severity,
          cell: ({ severity }) => severity ?? '–',
        },
        {
          id: 'environment',
          title: t('incidents.columns.environment'),
          sortValue: ({ environment }) => environment,
          cell: ({ environment }) => environment ?? '–',
        },
      ]}
    />
  );
}
