import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Source } from '@companyos/plugin-intelgraph-common';
import {
  Answer,
  EmptyState,
  LoadingState,
  Page,
  PageHeader,
  Section,
  useLoaded,
} from '@companyos/ui-kit';
import { useCallback } from 'react';
import { formatDuration } from '../../domain/formatDuration';
import { intelgraphTranslationRef } from '../../translation';
import { FailedState } from '../shared/FailedState';
import { ReportCommand } from '../shared/ReportCommand';
import { TenantChoice } from '../shared/TenantChoice';
import { useIntelGraph, useLinks } from '../shared/useTenant';
import { QuarantineSection } from './QuarantineSection';
import { SchemasSection } from './SchemasSection';
import { SourcesTable } from './SourcesTable';

/** `/timeline/sources`: who sends facts, how that is going, and what waits. */
export function SourcesPage() {
  const links = useLinks();
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const api = useIntelGraph();
  const { value, error, reload } = useLoaded(
    useCallback(
      async () => ({
        sources: (await api.listSources()).items,
        loadedAt: Date.now(),
      }),
      [api],
    ),
  );
  return (
    <Page>
      <PageHeader
        kind={t('sources.kind')}
        title={t('sources.title')}
        breadcrumbs={[{ label: t('timeline.title'), href: links.timeline() }]}
        asOf={value?.loadedAt}
        onRefresh={reload}
      />
      <TenantChoice />
      {error !== undefined && (
        <FailedState
          error={error}
          title={t('failed')}
          onRetry={reload}
          since={value?.loadedAt}
        />
      )}
      {!value && error === undefined && (
        <LoadingState label={t('sources.loading')} shape="table" />
      )}
      {value?.sources.length === 0 && (
        <EmptyState
          title={t('sources.none')}
          description={
            <>
              <p>{t('sources.noneText')}</p>
              <ReportCommand label={t('incidents.report')} />
            </>
          }
        />
      )}
      {value && value.sources.length > 0 && (
        <>
          <SourcesAnswer sources={value.sources} />
          <Section title={t('sources.list')}>
            <SourcesTable sources={value.sources} />
          </Section>
        </>
      )}
      {value && (
        <>
          <QuarantineSection onChanged={reload} />
          <SchemasSection />
        </>
      )}
    </Page>
  );
}

function SourcesAnswer({ sources }: { sources: Source[] }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const [worst] = [
    ...sources.filter(({ status }) => status === 'failing'),
    ...sources.filter(({ status }) => status === 'silent'),
  ];
  if (worst) {
    return (
      <Answer>
        {t('sources.answerSome', {
          count: sources.filter(({ status }) => status !== 'healthy').length,
          total: String(sources.length),
          name: worst.source,
          reason: worst.statusReason,
        })}
      </Answer>
    );
  }
  const lag = Math.max(...sources.map(({ lagSeconds }) => lagSeconds ?? 0));
  return (
    <Answer>
      {t('sources.answerAll', {
        count: sources.length,
        slowest:
          lag >= 1 ? t('sources.slowest', { lag: formatDuration(lag) }) : '',
      })}
    </Answer>
  );
}
