import {
  toastApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { Button } from '@backstage/ui';
import { adrRecordRefreshPermission } from '@companyos/plugin-adr-common';
import { useId, useState } from 'react';
import { decisionsApiRef } from '../../api/decisionsApiRef';
import { adrTranslationRef } from '../../translation';
import { errorMessage } from '../shared/errorMessage';
import styles from './EntityDecisions.module.css';

/** Has the records of an entity read again; says why where one may not. */
export function RefreshButton({
  entityRef,
  onRefreshed,
}: {
  entityRef: string;
  onRefreshed: () => void;
}) {
  const { t } = useTranslationRef(adrTranslationRef);
  const api = useApi(decisionsApiRef);
  const toastApi = useApi(toastApiRef);
  const { loading, allowed } = usePermission({
    permission: adrRecordRefreshPermission,
  });
  const [isRunning, setRunning] = useState(false);
  const reasonId = useId();
  const isDenied = !loading && !allowed;

  const refresh = async () => {
    setRunning(true);
    try {
      await api.refresh(entityRef);
      onRefreshed();
    } catch (error) {
      toastApi.post({
        title: t('entity.refreshFailed'),
        description: errorMessage(error),
        status: 'danger',
      });
    } finally {
      setRunning(false);
    }
  };

  return (
    <div className={styles.refresh}>
      {isDenied && (
        <span id={reasonId} className={styles.reason}>
          {t('entity.refreshDenied', {
            permission: adrRecordRefreshPermission.name,
          })}
        </span>
      )}
      <Button
        variant="secondary"
        isDisabled={!allowed || isRunning}
        isPending={isRunning}
        aria-describedby={isDenied ? reasonId : undefined}
        onPress={refresh}
      >
        {t('entity.refresh')}
      </Button>
    </div>
  );
}
