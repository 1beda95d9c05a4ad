import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonLink } from '@backstage/ui';
import { IncidentDetail } from '@companyos/plugin-intelgraph-common';
import {
  EmptyState,
  LoadingState,
  Page,
  PageHeader,
  useLoaded,
} from '@companyos/ui-kit';
import { useCallback, useState } from 'react';
import { useSearchParams } from '../../routing';
import { intelgraphTranslationRef } from '../../translation';
import { WithFactPanel } from '../FactPanel/WithFactPanel';
import { errorStatus } from '../shared/errorStatus';
import { FailedState } from '../shared/FailedState';
import { useIntelGraph, useLinks } from '../shared/useTenant';
import { IncidentView } from './IncidentView';
import { useWindowHours } from './useWindowHours';

/** `/incidents/view?ref=…`: how an incident stands and what may have led to it. */
export function IncidentPage() {
  const links = useLinks();
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const api = useIntelGraph();
  const [params] = useSearchParams();
  const incident = params.get('ref')?.slice(0, 500) ?? '';
  const [windowHours, setWindowHours] = useWindowHours();
  const { value, error, reload } = useLoaded(
    useCallback(
      async () => ({
        detail: await api.getIncident({ incident, windowHours }),
        loadedAt: Date.now(),
      }),
      [api, incident, windowHours],
    ),
  );
  // What the back end answered to an acknowledgement, until it is loaded again.
  const [answered, setAnswered] = useState<{
    instead: typeof value;
    detail: IncidentDetail;
  }>();
  const detail =
    answered && answered.instead === value ? answered.detail : value?.detail;
  const isMissing = [400, 404].includes(errorStatus(error) ?? 0);

  return (
    <WithFactPanel>
      <Page>
        {value && detail ? (
          <IncidentView
            detail={detail}
            loadedAt={value.loadedAt}
            error={error}
            onReload={reload}
            windowHours={windowHours}
            onWindowHours={setWindowHours}
            onAcknowledged={next =>
              setAnswered({ instead: value, detail: next })
            }
          />
        ) : (
          <>
            <PageHeader
              kind={t('incident.kind')}
              title={isMissing ? t('incident.missing') : t('incident.kind')}
              breadcrumbs={[
                { label: t('incidents.title'), href: links.incidents },
              ]}
            />
            {isMissing && (
              <EmptyState
                title={t('incident.missing')}
                description={t('incident.missingText')}
                action={
                  <ButtonLink href={links.incidents} variant="primary">
                    {t('incident.toList')}
                  </ButtonLink>
                }
              />
            )}
            {!isMissing && error !== undefined && (
              <FailedState
                error={error}
                title={t('incident.failed')}
                onRetry={reload}
              />
            )}
            {error === undefined && (
              <LoadingState label={t('incident.loading')} shape="page" />
            )}
          </>
        )}
      </Page>
    </WithFactPanel>
  );
}
