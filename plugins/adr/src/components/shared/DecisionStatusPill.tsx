import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { DecisionStatus } from '@companyos/plugin-adr-common';
import { StatePill } from '@companyos/ui-kit';
import { adrTranslationRef } from '../../translation';
import { decisionState } from './decisionState';

/** Where a decision stands, as icon and word. */
export function DecisionStatusPill({ status }: { status: DecisionStatus }) {
  const { t } = useTranslationRef(adrTranslationRef);
  return (
    <StatePill state={decisionState[status]}>{t(`status.${status}`)}</StatePill>
  );
}
