import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { Edge } from '@companyos/plugin-intelgraph-common';
import { DataTable } from '@companyos/ui-kit';
import { intelgraphTranslationRef } from '../../translation';
import { EntityLink } from '../shared/EntityLink';
import { LocalTime } from '../shared/LocalTime';
import { Policies } from '../shared/Policies';
import { useFactParam } from '../shared/useFactParam';

/** The relations that are drawn, as rows. */
export function EdgesTable({ edges }: { edges: Edge[] }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { hrefOf } = useFactParam();
  const policiesText = ({ policies }: Edge) =>
    policies
      .map(
        ({ id, decision }) => `${t(`policy.${decision ?? 'unknown'}`)} ${id}`,
      )
      .join(', ');
  return (
    <DataTable
      label={t('graph.table')}
      rows={edges}
      rowKey={({ from, type, to, factId }) => `${from} ${type} ${to} ${factId}`}
      csvName="relations"
      searchable
      columns={[
        {
          id: 'from',
          title: t('graph.columns.from'),
          isRowHeader: true,
          sortValue: ({ from }) => from,
          cell: ({ from }) => <EntityLink entityRef={from} />,
        },
        {
          id: 'type',
          title: t('graph.columns.type'),
          sortValue: ({ type }) => type,
          cell: ({ type }) => type,
        },
        {
          id: 'to',
          title: t('graph.columns.to'),
          sortValue: ({ to }) => to,
          cell: ({ to }) => <EntityLink entityRef={to} />,
        },
        {
          id: 'since',
          title: t('graph.columns.since'),
          sortValue: ({ validFrom }) => Date.parse(validFrom),
          filterValue: ({ validFrom }) => validFrom,
          cell: ({ validFrom }) => <LocalTime time={validFrom} />,
        },
        {
          id: 'confidence',
          title: t('graph.columns.confidence'),
          align: 'end',
          sortValue: ({ confidence }) => confidence,
          cell: ({ confidence }) =>
            t('fact.percent', { percent: String(confidence) }),
        },
        {
          id: 'policies',
          title: t('graph.columns.policies'),
          filterValue: policiesText,
          cell: ({ policies }) =>
            policies.length ? (
              <Policies policies={policies} />
            ) : (
              t('graph.none')
            ),
        },
        {
          id: 'fact',
          title: t('graph.columns.fact'),
          filterValue: ({ factId }) => factId,
          cell: ({ factId }) => (
            <Link href={hrefOf(factId)}>{t('graph.openFact')}</Link>
          ),
        },
      ]}
    />
  );
}
