import { parseEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { DecisionProblem } from '@companyos/plugin-adr-common';
import { DataTable, DataTableColumn, StatePill } from '@companyos/ui-kit';
import { adrTranslationRef } from '../../translation';
import { ComponentLink } from './ComponentLink';
import { webAddress } from './webAddress';

/** What is wrong with which file, and how to fix it. */
export function ProblemsTable({
  problems,
  showComponent = false,
}: {
  problems: DecisionProblem[];
  showComponent?: boolean;
}) {
  const { t } = useTranslationRef(adrTranslationRef);
  const component: DataTableColumn<DecisionProblem> = {
    id: 'component',
    title: t('table.component'),
    sortValue: ({ entityRef }) => parseEntityRef(entityRef).name,
    cell: ({ entityRef }) => <ComponentLink entityRef={entityRef} />,
  };
  const placeOf = ({ path, line }: DecisionProblem) =>
    line === null
      ? path
      : `${path}, ${t('problems.line', { line: `${line}` })}`;

  return (
    <DataTable
      label={t('problems.title')}
      rows={problems}
      rowKey={({ entityRef, path, code, reason }) =>
        `${entityRef} ${path} ${code} ${reason}`
      }
      urlKey="problems"
      columns={[
        {
          id: 'file',
          title: t('problems.file'),
          isRowHeader: true,
          sortValue: placeOf,
          cell: problem => {
            const href = webAddress(problem.sourceUrl);
            const place = placeOf(problem);
            return href ? (
              <Link href={href} variant="body-small">
                {place}
              </Link>
            ) : (
              place
            );
          },
        },
        ...(showComponent ? [component] : []),
        {
          id: 'reason',
          title: t('problems.reason'),
          width: 280,
          cell: ({ reason }) => reason,
        },
        {
          id: 'fix',
          title: t('problems.fix'),
          width: 360,
          cell: ({ fix }) => fix,
        },
        {
          id: 'severity',
          title: t('problems.severity'),
          width: 130,
          sortValue: ({ severity }) => severity,
          cell: ({ severity }) => (
            <StatePill state={severity === 'error' ? 'fail' : 'warn'}>
              {t(`problems.${severity}`)}
            </StatePill>
          ),
        },
      ]}
    />
  );
}
