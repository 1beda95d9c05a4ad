import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { ErrorState } from '@companyos/ui-kit';
import { intelgraphTranslationRef } from '../../translation';
import shared from '../shared/shared.module.css';
import { useAction } from '../shared/useAction';
import { useIntelGraph } from '../shared/useTenant';
import { Verified } from '../shared/Verified';

/** Has the digests of a fact computed again, and shows each check. */
export function VerifyDigests({ factId }: { factId: string }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const api = useIntelGraph();
  const { run, isRunning, result, error } = useAction(() =>
    api.verifyFact(factId),
  );
  return (
    <div className={shared.stack}>
      <div className={shared.line}>
        <Button variant="secondary" isPending={isRunning} onPress={run}>
          {t('fact.verify')}
        </Button>
      </div>
      {error !== undefined && (
        <ErrorState
          title={t('fact.verifyFailed')}
          error={error}
          onRetry={run}
        />
      )}
      {result && (
        <Verified
          result={result}
          words={{ holds: t('fact.verified'), broken: t('fact.notVerified') }}
        />
      )}
    </div>
  );
}
