import {
  toastApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { intelgraphBodyErasePermission } from '@companyos/plugin-intelgraph-common';
import { useState } from 'react';
import { intelgraphTranslationRef } from '../../translation';
import { ReasonConfirm } from '../shared/ReasonConfirm';
import { useMay } from '../shared/useMay';
import { useIntelGraph } from '../shared/useTenant';
import { WithReason } from '../shared/WithReason';

/** Removes what a fact says, for privacy; says why where one may not. */
export function EraseContent({
  factId,
  onErased,
}: {
  factId: string;
  onErased: () => void;
}) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const api = useIntelGraph();
  const toastApi = useApi(toastApiRef);
  const may = useMay(intelgraphBodyErasePermission);
  const [isAsking, setAsking] = useState(false);
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
            {t('fact.erase')}
          </Button>
          <ReasonConfirm
            title={t('fact.eraseTitle')}
            touches={[t('fact.eraseTouches'), t('fact.eraseStays')]}
            confirmLabel={t('fact.erase')}
            isOpen={isAsking}
            onOpenChange={setAsking}
            onConfirm={async reason => {
              await api.eraseFact(factId, reason);
              toastApi.post({ title: t('fact.eraseDone'), status: 'success' });
              onErased();
            }}
          />
        </>
      )}
    </WithReason>
  );
}
