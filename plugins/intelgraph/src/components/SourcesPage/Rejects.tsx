import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ErrorState,
  FactList,
  LoadingState,
  useLoaded,
} from '@companyos/ui-kit';
import { useCallback } from 'react';
import { intelgraphTranslationRef } from '../../translation';
import { LocalTime } from '../shared/LocalTime';
import shared from '../shared/shared.module.css';
import { useIntelGraph } from '../shared/useTenant';
import styles from './SourcesPage.module.css';

/** What was refused of a source of late: why, and where in the event. */
export function Rejects({ sourceId }: { sourceId: number }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const api = useIntelGraph();
  const { value, error, reload } = useLoaded(
    useCallback(() => api.listRejects(sourceId), [api, sourceId]),
  );
  if (error !== undefined) {
    return (
      <ErrorState
        title={t('sources.rejectsFailed')}
        error={error}
        onRetry={reload}
      />
    );
  }
  if (!value) {
    return <LoadingState label={t('sources.rejectsLoading')} shape="lines" />;
  }
  if (value.items.length === 0) {
    return <p className={shared.note}>{t('sources.rejectsNone')}</p>;
  }
  return (
    <ul className={styles.rejects}>
      {value.items.map(({ at, reason, pointer, type, deliveryId }, index) => (
        <li key={`${at} ${index}`}>
          <p>
            <LocalTime time={at} /> {reason}
          </p>
          <FactList
            facts={[
              ...(pointer
                ? [
                    {
                      label: t('sources.rejectPointer'),
                      value: <code>{pointer}</code>,
                    },
                  ]
                : []),
              ...(type
                ? [{ label: t('sources.rejectType'), value: type }]
                : []),
              ...(deliveryId
                ? [{ label: t('sources.rejectDelivery'), value: deliveryId }]
                : []),
            ]}
          />
        </li>
      ))}
    </ul>
  );
}
