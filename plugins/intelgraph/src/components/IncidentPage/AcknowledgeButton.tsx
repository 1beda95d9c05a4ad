import {
  toastApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { Button, TextAreaField } from '@backstage/ui';
import {
  IncidentDetail,
  intelgraphIncidentAcknowledgePermission,
} from '@companyos/plugin-intelgraph-common';
import { Confirm } from '@companyos/ui-kit';
import { useState } from 'react';
import { intelgraphTranslationRef } from '../../translation';
import { useMay } from '../shared/useMay';
import { useIntelGraph } from '../shared/useTenant';
import { WithReason } from '../shared/WithReason';

const MOST_CHARACTERS = 1000;

/** Says that one looks after an incident; counts only once the back end has it on record. */
export function AcknowledgeButton({
  incident,
  onAcknowledged,
}: {
  incident: string;
  onAcknowledged: (detail: IncidentDetail) => void;
}) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const api = useIntelGraph();
  const toastApi = useApi(toastApiRef);
  const may = useMay(intelgraphIncidentAcknowledgePermission);
  const [isAsking, setAsking] = useState(false);
  const [note, setNote] = useState('');
  return (
    <WithReason reason={may.reason}>
      {describedBy => (
        <>
          <Button
            variant="primary"
            isDisabled={!may.allowed}
            aria-describedby={describedBy}
            onPress={() => setAsking(true)}
          >
            {t('incident.acknowledge')}
          </Button>
          <Confirm
            title={t('incident.acknowledgeTitle')}
            touches={[t('incident.acknowledgeTouches')]}
            confirmLabel={t('incident.acknowledge')}
            isOpen={isAsking}
            onOpenChange={setAsking}
            onConfirm={async () => {
              const detail = await api.acknowledgeIncident(
                incident,
                note.trim() || undefined,
              );
              toastApi.post({
                title: t('incident.acknowledgedDone'),
                status: 'success',
              });
              onAcknowledged(detail);
            }}
          >
            <TextAreaField
              label={t('incident.note')}
              value={note}
              onChange={setNote}
              maxLength={MOST_CHARACTERS}
            />
          </Confirm>
        </>
      )}
    </WithReason>
  );
}
