import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ProvenanceDetail } from '@companyos/plugin-intelgraph-common';
import { Digest, FactList } from '@companyos/ui-kit';
import { formatDuration } from '../../domain/formatDuration';
import { intelgraphTranslationRef } from '../../translation';
import { JsonView } from '../shared/JsonView';
import { LocalTime } from '../shared/LocalTime';
import { More } from '../shared/More';
import shared from '../shared/shared.module.css';
import styles from './FactPanel.module.css';

/** Every delivery of a fact, with what proves it. */
export function SourceList({ sources }: { sources: ProvenanceDetail[] }) {
  return (
    <ul className={styles.list}>
      {sources.map(one => (
        <li key={`${one.sourceId} ${one.chainIndex}`}>
          <Delivery delivery={one} />
        </li>
      ))}
    </ul>
  );
}

function Delivery({ delivery }: { delivery: ProvenanceDetail }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { source, statedRecordedAt, clockSkewMs, event } = delivery;
  const mono = (text: string) => <span className={shared.mono}>{text}</span>;
  return (
    <div className={shared.stack}>
      <FactList
        facts={[
          { label: t('filters.source'), value: mono(source) },
          { label: t('fact.delivery'), value: mono(delivery.deliveryId) },
          {
            label: t('fact.recorded'),
            value: <LocalTime time={delivery.recordedAt} />,
          },
          ...(statedRecordedAt
            ? [
                {
                  label: t('fact.stated'),
                  value: <LocalTime time={statedRecordedAt} />,
                },
              ]
            : []),
          ...(clockSkewMs !== undefined
            ? [
                {
                  label: t('fact.skew'),
                  value: t(
                    clockSkewMs > 0 ? 'fact.skewAhead' : 'fact.skewBehind',
                    {
                      duration: formatDuration(clockSkewMs / 1000),
                    },
                  ),
                },
              ]
            : []),
          {
            label: t('fact.confidence'),
            value: t('fact.percent', { percent: String(delivery.confidence) }),
          },
          { label: t('fact.agent'), value: mono(delivery.agent) },
          { label: t('fact.operation'), value: mono(delivery.operationId) },
          {
            label: t('fact.bytes'),
            value: (
              <Digest value={delivery.bytesDigest} label={t('fact.bytes')} />
            ),
          },
          { label: t('fact.chain'), value: delivery.chainIndex },
          {
            label: t('fact.chainDigest'),
            value: (
              <Digest
                value={delivery.chainDigest}
                label={t('fact.chainDigest')}
              />
            ),
          },
        ]}
      />
      <More title={t('fact.event')}>
        {event === undefined ? (
          <p className={shared.note}>{t('fact.eventMissing')}</p>
        ) : (
          <JsonView label={t('fact.event')} value={event} />
        )}
      </More>
    </div>
  );
}
