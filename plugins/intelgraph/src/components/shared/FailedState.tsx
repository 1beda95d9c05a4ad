import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { intelgraphFactReadPermission } from '@companyos/plugin-intelgraph-common';
import { DeniedState, ErrorState, StaleNote } from '@companyos/ui-kit';
import { intelgraphTranslationRef } from '../../translation';
import { errorMessage } from './errorMessage';
import { errorStatus } from './errorStatus';

/** Why there is nothing to see, or nothing newer: a missing permission, or something that broke. */
export function FailedState(props: {
  error: unknown;
  title: string;
  onRetry: () => void;
  /** When what is still shown was true; without it nothing is shown. */
  since?: number;
}) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { error, title, onRetry, since } = props;
  if (error === undefined) return null;
  if (errorStatus(error) === 403) {
    return (
      <DeniedState
        permission={intelgraphFactReadPermission.name}
        what={t('what')}
      />
    );
  }
  return since === undefined ? (
    <ErrorState title={title} error={error} onRetry={onRetry} />
  ) : (
    <StaleNote
      since={since}
      reason={t('stale', { reason: errorMessage(error) })}
      onRefresh={onRetry}
    />
  );
}
