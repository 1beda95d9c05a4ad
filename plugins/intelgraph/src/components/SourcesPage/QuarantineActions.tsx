import {
  toastApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import {
  intelgraphQuarantineManagePermission,
  QuarantineItem,
} from '@companyos/plugin-intelgraph-common';
import { useState } from 'react';
import { intelgraphTranslationRef } from '../../translation';
import { errorMessage } from '../shared/errorMessage';
import { ReasonConfirm } from '../shared/ReasonConfirm';
import { useMay } from '../shared/useMay';
import { useIntelGraph } from '../shared/useTenant';
import { WithReason } from '../shared/WithReason';

/** Takes an event that waits again, or decides that it will not be taken; says why where one may not. */
export function QuarantineActions({
  item,
  onChanged,
}: {
  item: QuarantineItem;
  onChanged: (item: QuarantineItem) => void;
}) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const api = useIntelGraph();
  const toastApi = useApi(toastApiRef);
  const may = useMay(intelgraphQuarantineManagePermission);
  const [isRunning, setRunning] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const retry = async () => {
    setRunning(true);
    try {
      const next = await api.retryQuarantine(item.id);
      toastApi.post(
        next.status === 'taken'
          ? { title: t('quarantine.retryTaken'), status: 'success' }
          : {
              title: t('quarantine.retryWaits'),
              description: next.reason,
              status: 'warning',
            },
      );
      onChanged(next);
    } catch (error) {
      toastApi.post({
        title: t('quarantine.retryFailed'),
        description: errorMessage(error),
        status: 'danger',
      });
    } finally {
      setRunning(false);
    }
  };
  return (
    <WithReason reason={may.reason}>
      {describedBy => (
        <>
          <Button
            variant="secondary"
            destructive
            isDisabled={!may.allowed}
            aria-describedby={describedBy}
            onPress={() => setAsking(true)}
          >
            {t('quarantine.discard')}
          </Button>
          <Button
            variant="primary"
            isDisabled={!may.allowed}
            isPending={isRunning}
            aria-describedby={describedBy}
            onPress={retry}
          >
            {t('quarantine.retry')}
          </Button>
          <ReasonConfirm
            title={t('quarantine.discardTitle')}
            touches={[t('quarantine.discardTouches')]}
            confirmLabel={t('quarantine.discard')}
            isOpen={isAsking}
            onOpenChange={setAsking}
            onConfirm={async reason => {
              const next = await api.discardQuarantine(item.id, reason);
              toastApi.post({
                title: t('quarantine.discarded'),
                status: 'success',
              });
              onChanged(next);
            }}
          />
        </>
      )}
    </WithReason>
  );
}
