import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Incident, IncidentPage } from '@companyos/plugin-intelgraph-common';
import {
  Answer,
  EmptyState,
  LoadingState,
  Page,
  PageHeader,
  Section,
} from '@companyos/ui-kit';
import { useCallback } from 'react';
import { intelgraphTranslationRef } from '../../translation';
import { FailedState } from '../shared/FailedState';
import { LoadMore } from '../shared/LoadMore';
import { ReportCommand } from '../shared/ReportCommand';
import { TenantChoice } from '../shared/TenantChoice';
import { usePaged } from '../shared/usePaged';
import { useIntelGraph } from '../shared/useTenant';
import { IncidentsTable } from './IncidentsTable';

const PAGE_SIZE = 100;

/** `/incidents`: all incidents one may see, the newest first. */
export function IncidentsPage() {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const api = useIntelGraph();
  const list = usePaged(
    useCallback(
      async (
        cursor?: string,
      ): Promise<IncidentPage & { loadedAt: number }> => ({
        ...(await api.listIncidents({ limit: PAGE_SIZE, cursor })),
        loadedAt: Date.now(),
      }),
      [api],
    ),
  );
  const { items, value, error, reload } = list;
  return (
    <Page>
      <PageHeader
        kind={t('incidents.kind')}
        title={t('incidents.title')}
        asOf={value?.loadedAt}
        onRefresh={reload}
      />
      <TenantChoice />
      {error !== undefined && (
        <FailedState
          error={error}
          title={t('incidents.failed')}
          onRetry={reload}
          since={value?.loadedAt}
        />
      )}
      {!items && error === undefined && (
        <LoadingState label={t('incidents.loading')} shape="table" />
      )}
      {items?.length === 0 && (
        <EmptyState
          title={t('incidents.none')}
          description={
            <>
              <p>{t('incidents.noneText')}</p>
              <ReportCommand label={t('incidents.report')} />
            </>
          }
        />
      )}
      {items && items.length > 0 && (
        <>
          <IncidentsAnswer incidents={items} />
          <Section title={t('incidents.list')}>
            <IncidentsTable incidents={items} />
            <LoadMore list={list} />
          </Section>
        </>
      )}
    </Page>
  );
}

function IncidentsAnswer({ incidents }: { incidents: Incident[] }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const running = incidents.filter(({ status }) => status !== 'resolved');
  const waiting = running.filter(({ status }) => status === 'open').length;
  return (
    <Answer>
      {running.length === 0
        ? t('incidents.answerQuiet')
        : t('incidents.answer', {
            count: running.length,
            unacknowledged: waiting
              ? t('incidents.unacknowledged', { count: waiting })
              : t('incidents.unacknowledgedNone'),
          })}
    </Answer>
  );
}
