import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { LANES } from '@companyos/plugin-intelgraph-common';
import { DataTable } from '@companyos/ui-kit';
import { useState } from 'react';
import { formatTime } from '../../domain/formatTime';
import { Bar } from '../../domain/histogramBars';
import { intelgraphTranslationRef } from '../../translation';
import shared from '../shared/shared.module.css';

/** The numbers behind the chart, without the stretches that have none. */
export function HistogramTable({ bars }: { bars: Bar[] }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const [isOpen, setOpen] = useState(false);
  const lanes = LANES.filter(lane =>
    bars.some(({ segments }) => segments.some(one => one.lane === lane)),
  );
  return (
    <details
      className={shared.more}
      onToggle={event => setOpen(event.currentTarget.open)}
    >
      <summary>{t('histogram.table')}</summary>
      {isOpen && (
        <DataTable
          label={t('histogram.table')}
          rows={bars.filter(({ total }) => total > 0)}
          rowKey={({ fromMs }) => String(fromMs)}
          csvName="facts-over-time"
          columns={[
            {
              id: 'time',
              title: t('histogram.time'),
              isRowHeader: true,
              sortValue: ({ fromMs }) => fromMs,
              filterValue: ({ fromMs }) => new Date(fromMs).toISOString(),
              cell: ({ fromMs }) => formatTime.whole(fromMs),
            },
            {
              id: 'total',
              title: t('histogram.total'),
              align: 'end',
              sortValue: ({ total }) => total,
              cell: ({ total }) => total,
            },
            ...lanes.map(lane => {
              const count = ({ segments }: Bar) =>
                segments.find(one => one.lane === lane)?.count ?? 0;
              return {
                id: lane,
                title: t(`lane.${lane}`),
                align: 'end' as const,
                sortValue: count,
                cell: count,
              };
            }),
          ]}
        />
      )}
    </details>
  );
}
