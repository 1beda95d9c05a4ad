import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import {
  QuarantineItem,
  QuarantineStatus,
} from '@companyos/plugin-intelgraph-common';
import {
  Ago,
  DataTable,
  LoadingState,
  Section,
  State,
  StatePill,
} from '@companyos/ui-kit';
import { useCallback, useState } from 'react';
import { intelgraphTranslationRef } from '../../translation';
import { Choice } from '../shared/Choice';
import { FailedState } from '../shared/FailedState';
import { LoadMore } from '../shared/LoadMore';
import shared from '../shared/shared.module.css';
import { usePaged } from '../shared/usePaged';
import { useIntelGraph } from '../shared/useTenant';
import { QuarantineDrawer } from './QuarantineDrawer';

const STATUSES = ['waiting', 'taken', 'discarded'] as const;
const STATES: Record<QuarantineStatus, State> = {
  waiting: 'warn',
  taken: 'pass',
  discarded: 'unknown',
};

/** Events that wait because nobody knows how to read them; each can be retried or discarded. */
export function QuarantineSection({ onChanged }: { onChanged: () => void }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const api = useIntelGraph();
  const [status, setStatus] = useState<QuarantineStatus | undefined>('waiting');
  const [shown, setShown] = useState<QuarantineItem>();
  const list = usePaged(
    useCallback(
      (cursor?: string) => api.listQuarantine({ status, cursor }),
      [api, status],
    ),
  );
  const { items, error, reload } = list;
  return (
    <Section
      title={t('quarantine.title')}
      description={t('quarantine.text')}
      actions={
        <Choice
          label={t('quarantine.show')}
          value={status}
          options={STATUSES.map(value => ({
            value,
            label: t(`quarantine.status.${value}`),
          }))}
          onChange={value => setStatus(STATUSES.find(one => one === value))}
        />
      }
    >
      {error !== undefined && (
        <FailedState
          error={error}
          title={t('quarantine.failed')}
          onRetry={reload}
        />
      )}
      {!items && error === undefined && (
        <LoadingState label={t('quarantine.loading')} shape="table" />
      )}
      {items && (
        <DataTable
          label={t('quarantine.title')}
          rows={items}
          rowKey={({ id }) => id}
          empty={<p className={shared.note}>{t('quarantine.none')}</p>}
          columns={[
            {
              id: 'type',
              title: t('quarantine.columns.type'),
              isRowHeader: true,
              sortValue: ({ type }) => type,
              cell: item => (
                <Button variant="tertiary" onPress={() => setShown(item)}>
                  {item.type}
                </Button>
              ),
            },
            {
              id: 'code',
              title: t('quarantine.columns.code'),
              sortValue: ({ code }) => t(`quarantine.code.${code}`),
              cell: ({ code }) => t(`quarantine.code.${code}`),
            },
            {
              id: 'reason',
              title: t('quarantine.columns.reason'),
              cell: ({ reason }) => reason,
            },
            {
              id: 'source',
              title: t('quarantine.columns.source'),
              sortValue: ({ source }) => source,
              cell: ({ source }) => source,
            },
            {
              id: 'attempts',
              title: t('quarantine.columns.attempts'),
              align: 'end',
              sortValue: ({ attempts }) => attempts,
              cell: ({ attempts }) => attempts,
            },
            {
              id: 'received',
              title: t('quarantine.columns.received'),
              sortValue: ({ receivedAt }) => Date.parse(receivedAt),
              cell: ({ receivedAt }) => <Ago time={receivedAt} />,
            },
            {
              id: 'status',
              title: t('quarantine.columns.status'),
              cell: ({ status: one }) => (
                <StatePill state={STATES[one]}>
                  {t(`quarantine.status.${one}`)}
                </StatePill>
              ),
            },
          ]}
        />
      )}
      <LoadMore list={list} />
      <QuarantineDrawer
        item={shown}
        onClose={() => setShown(undefined)}
        onChanged={item => {
          setShown(item);
          reload();
          onChanged();
        }}
      />
    </Section>
  );
}
