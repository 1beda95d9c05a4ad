import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { QuarantineItem } from '@companyos/plugin-intelgraph-common';
import { Ago, Drawer, FactList } from '@companyos/ui-kit';
import { intelgraphTranslationRef } from '../../translation';
import { Part } from '../FactPanel/Part';
import { JsonView } from '../shared/JsonView';
import shared from '../shared/shared.module.css';
import { QuarantineActions } from './QuarantineActions';

/** One event that waits, as it came, and what one can do about it. */
export function QuarantineDrawer({
  item,
  onClose,
  onChanged,
}: {
  item: QuarantineItem | undefined;
  onClose: () => void;
  onChanged: (item: QuarantineItem) => void;
}) {
  return (
    <Drawer
      title={item?.type ?? ''}
      isOpen={item !== undefined}
      onOpenChange={onClose}
      actions={
        item?.status === 'waiting' && (
          <QuarantineActions item={item} onChanged={onChanged} />
        )
      }
    >
      {item && <Content item={item} />}
    </Drawer>
  );
}

function Content({ item }: { item: QuarantineItem }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const optional = (label: string, value: string | undefined) =>
    value ? [{ label, value }] : [];
  return (
    <div className={shared.stack}>
      <p>{item.reason}</p>
      <FactList
        facts={[
          {
            label: t('quarantine.columns.status'),
            value: t(`quarantine.status.${item.status}`),
          },
          {
            label: t('quarantine.columns.code'),
            value: t(`quarantine.code.${item.code}`),
          },
          { label: t('quarantine.columns.source'), value: item.source },
          { label: t('fact.delivery'), value: item.deliveryId },
          { label: t('quarantine.columns.attempts'), value: item.attempts },
          {
            label: t('quarantine.columns.received'),
            value: <Ago time={item.receivedAt} />,
          },
          ...(item.decidedAt
            ? [
                {
                  label: t('quarantine.decided'),
                  value: <Ago time={item.decidedAt} />,
                },
              ]
            : []),
          ...optional(t('quarantine.decidedBy'), item.decidedBy),
          ...optional(t('quarantine.decision'), item.decision),
        ]}
      />
      <Part title={t('quarantine.event')}>
        {item.event === undefined ? (
          <p className={shared.note}>{t('quarantine.eventMissing')}</p>
        ) : (
          <JsonView label={t('quarantine.event')} value={item.event} />
        )}
      </Part>
    </div>
  );
}
