import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  LoadingState,
  SidePanel,
  useLoaded,
} from '@companyos/ui-kit';
import { type ReactNode, useCallback } from 'react';
import { intelgraphTranslationRef } from '../../translation';
import { errorStatus } from '../shared/errorStatus';
import { FailedState } from '../shared/FailedState';
import { useFactParam } from '../shared/useFactParam';
import { useIntelGraph } from '../shared/useTenant';
import { FactContent } from './FactContent';

/** A page beside which the fact that the URL names can be looked at; the page stays in use. */
export function WithFactPanel({ children }: { children: ReactNode }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { fact, knownAt, close } = useFactParam();
  return (
    <SidePanel
      title={t('fact.kind')}
      subject={fact ?? ''}
      isOpen={fact !== undefined}
      onClose={close}
      page={children}
    >
      {fact && <Fact key={fact} id={fact} knownAt={knownAt} />}
    </SidePanel>
  );
}

function Fact({ id, knownAt }: { id: string; knownAt: string | undefined }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const api = useIntelGraph();
  const { value, error, reload } = useLoaded(
    useCallback(() => api.getFact(id, { knownAt }), [api, id, knownAt]),
  );
  if (value) return <FactContent detail={value} onChanged={reload} />;
  if (errorStatus(error) === 404) {
    return (
      <EmptyState
        title={t('fact.missing')}
        description={t('fact.missingText')}
      />
    );
  }
  return error === undefined ? (
    <LoadingState label={t('fact.loading')} shape="lines" />
  ) : (
    <FailedState error={error} title={t('fact.failed')} onRetry={reload} />
  );
}
