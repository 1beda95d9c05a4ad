import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { TimelineItem } from '@companyos/plugin-intelgraph-common';
import { DataTable, StatePill } from '@companyos/ui-kit';
import { sourcesOf } from '../../domain/factFigures';
import { intelgraphTranslationRef } from '../../translation';
import { EntityLink } from '../shared/EntityLink';
import { LaneLabel } from '../shared/LaneLabel';
import { LocalTime } from '../shared/LocalTime';
import { useFactParam } from '../shared/useFactParam';

/** Facts as a table; older ones are loaded below it, so that it has no pages of its own. */
export function FactTable({ facts }: { facts: TimelineItem[] }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { hrefOf } = useFactParam();
  return (
    <DataTable
      label={t('timeline.evidence')}
      rows={facts}
      rowKey={({ id }) => id}
      rowHref={({ id }) => hrefOf(id)}
      csvName="facts"
      pageSize={Math.max(facts.length, 1)}
      columns={[
        {
          id: 'time',
          title: t('table.time'),
          sortValue: ({ occurredAt }) => Date.parse(occurredAt),
          filterValue: ({ occurredAt }) => occurredAt,
          cell: ({ occurredAt }) => <LocalTime time={occurredAt} />,
        },
        {
          id: 'lane',
          title: t('table.lane'),
          sortValue: ({ lane }) => t(`lane.${lane}`),
          cell: ({ lane }) => <LaneLabel lane={lane} />,
        },
        {
          id: 'summary',
          title: t('table.summary'),
          isRowHeader: true,
          sortValue: ({ summary }) => summary,
          cell: ({ summary }) => summary,
        },
        {
          id: 'entity',
          title: t('table.entity'),
          sortValue: ({ entity }) => entity,
          cell: ({ entity }) => <EntityLink entityRef={entity} />,
        },
        {
          id: 'sources',
          title: t('table.sources'),
          align: 'end',
          sortValue: fact => sourcesOf(fact).length,
          cell: fact => sourcesOf(fact).length,
        },
        {
          id: 'conflict',
          title: t('table.conflict'),
          filterValue: ({ conflictsWith }) =>
            t(conflictsWith.length ? 'table.yes' : 'table.no'),
          cell: ({ conflictsWith }) =>
            conflictsWith.length ? (
              <StatePill state="warn">{t('table.yes')}</StatePill>
            ) : (
              t('table.no')
            ),
        },
        {
          id: 'confidence',
          title: t('table.confidence'),
          align: 'end',
          sortValue: ({ confidence }) => confidence,
          cell: ({ confidence }) =>
            t('fact.percent', { percent: String(confidence) }),
        },
        {
          id: 'environment',
          title: t('table.environment'),
          sortValue: ({ environment }) => environment,
          cell: ({ environment }) => environment,
        },
        {
          id: 'region',
          title: t('table.region'),
          defaultHidden: true,
          sortValue: ({ region }) => region,
          cell: ({ region }) => region,
        },
        {
          id: 'recorded',
          title: t('table.recorded'),
          defaultHidden: true,
          sortValue: ({ recordedAt }) => Date.parse(recordedAt),
          filterValue: ({ recordedAt }) => recordedAt,
          cell: ({ recordedAt }) => <LocalTime time={recordedAt} />,
        },
      ]}
    />
  );
}
