import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { TextAreaField } from '@backstage/ui';
import { Confirm } from '@companyos/ui-kit';
import { useEffect, useState } from 'react';
import { intelgraphTranslationRef } from '../../translation';

const LEAST_CHARACTERS = 5;
const MOST_CHARACTERS = 500;

/** Asks before something happens, with the reason that stays on record. */
export function ReasonConfirm(props: {
  title: string;
  touches: string[];
  confirmLabel: string;
  onConfirm: (reason: string) => Promise<void>;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { onConfirm, ...confirm } = props;
  const [reason, setReason] = useState('');
  useEffect(() => {
    if (!props.isOpen) setReason('');
  }, [props.isOpen]);
  return (
    <Confirm
      {...confirm}
      tone="danger"
      isReady={reason.trim().length >= LEAST_CHARACTERS}
      onConfirm={() => onConfirm(reason.trim())}
    >
      <TextAreaField
        label={t('reason')}
        description={t('reasonHint')}
        value={reason}
        onChange={setReason}
        maxLength={MOST_CHARACTERS}
      />
    </Confirm>
  );
}
