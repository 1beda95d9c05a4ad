import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { adrRecordReadPermission } from '@companyos/plugin-adr-common';
import { DeniedState, ErrorState } from '@companyos/ui-kit';
import { adrTranslationRef } from '../../translation';
import { errorStatus } from './errorStatus';

/** Why there are no decisions to see: a missing permission, or something that broke. */
export function FailedState({
  error,
  onRetry,
}: {
  error: unknown;
  onRetry: () => void;
}) {
  const { t } = useTranslationRef(adrTranslationRef);
  return errorStatus(error) === 403 ? (
    <DeniedState permission={adrRecordReadPermission.name} what={t('what')} />
  ) : (
    <ErrorState title={t('failed')} error={error} onRetry={onRetry} />
  );
}
