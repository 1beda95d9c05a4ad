import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { goldenPathFleetReadPermission } from '@companyos/plugin-golden-path-common';
import { DeniedState, ErrorState, StaleNote } from '@companyos/ui-kit';
import { goldenPathTranslationRef } from '../../translation';
import { errorStatus } from './errorStatus';

/** Why there is nothing to see, or nothing newer: a missing permission, or something that broke. */
export function FailedState(props: {
  error: unknown;
  onRetry: () => void;
  /** When what is still shown was true; without it nothing is shown. */
  since?: string | number;
}) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const { error, onRetry, since } = props;
  if (error === undefined) return null;
  if (errorStatus(error) === 403) {
    return (
      <DeniedState
        permission={goldenPathFleetReadPermission.name}
        what={t('what')}
      />
    );
  }
  return since === undefined ? (
    <ErrorState title={t('failed')} error={error} onRetry={onRetry} />
  ) : (
    <StaleNote
      since={since}
      reason={t('stale', {
        reason: error instanceof Error ? error.message : String(error),
      })}
      onRefresh={onRetry}
    />
  );
}
