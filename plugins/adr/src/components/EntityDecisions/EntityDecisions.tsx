import {
  getCompoundEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { EntityDecisions as Loaded } from '@companyos/plugin-adr-common';
import {
  Ago,
  Answer,
  Digest,
  EmptyState,
  ErrorState,
  FactList,
  LoadingState,
  Section,
  StaleNote,
  useLoaded,
} from '@companyos/ui-kit';
import { useCallback, useEffect } from 'react';
import { decisionsApiRef } from '../../api/decisionsApiRef';
import { adrTranslationRef } from '../../translation';
import { DecisionsTable } from '../shared/DecisionsTable';
import { FailedState } from '../shared/FailedState';
import { FirstRecord } from '../shared/FirstRecord';
import { ProblemsTable } from '../shared/ProblemsTable';
import { RefreshButton } from './RefreshButton';
import styles from './EntityDecisions.module.css';

const lookAgainMs = 3_000;

/** The tab of an entity: its decisions, what is wrong with them, and how fresh they are. */
export function EntityDecisions() {
  const { t } = useTranslationRef(adrTranslationRef);
  const api = useApi(decisionsApiRef);
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const { kind, namespace, name } = getCompoundEntityRef(entity);
  const { value, error, reload } = useLoaded(
    useCallback(
      () => api.getEntityDecisions({ kind, namespace, name }),
      [api, kind, namespace, name],
    ),
  );

  const isUnread = value?.source === null;
  useEffect(() => {
    if (!isUnread) {
      return undefined;
    }
    const timer = setInterval(reload, lookAgainMs);
    return () => clearInterval(timer);
  }, [isUnread, reload]);

  if (!value && error !== undefined) {
    return <FailedState error={error} onRetry={reload} />;
  }
  if (!value) {
    return <LoadingState label={t('loading')} shape="table" />;
  }
  const refresh = <RefreshButton entityRef={entityRef} onRefreshed={reload} />;
  return (
    <div className={styles.tab}>
      {error !== undefined && (
        <ErrorState title={t('failed')} error={error} onRetry={reload} />
      )}
      {value.source ? (
        <Records decisions={value} source={value.source} onRetry={reload} />
      ) : (
        <EmptyState
          title={t('entity.notRead')}
          description={t('entity.notReadText')}
        />
      )}
      {value.problems.length > 0 && (
        <Section title={t('problems.title')} description={t('problems.answer')}>
          <ProblemsTable problems={value.problems} />
        </Section>
      )}
      <Section title={t('entity.source')} actions={refresh}>
        {value.source && <SourceFacts source={value.source} />}
      </Section>
    </div>
  );
}

type Source = NonNullable<Loaded['source']>;

function Records({
  decisions: { records },
  source,
  onRetry,
}: {
  decisions: Loaded;
  source: Source;
  onRetry: () => void;
}) {
  const { t } = useTranslationRef(adrTranslationRef);
  const { lastError, lastSucceededAt } = source;
  if (lastError !== null && lastSucceededAt === null) {
    return (
      <ErrorState
        title={t('entity.neverRead')}
        error={new Error(lastError)}
        onRetry={onRetry}
      />
    );
  }
  const count = (status: string) =>
    String(records.filter(record => record.status === status).length);
  return (
    <>
      {lastError !== null && lastSucceededAt !== null && (
        <StaleNote
          since={lastSucceededAt}
          reason={t('entity.stale', { reason: lastError })}
        />
      )}
      {records.length > 0 && (
        <Answer>
          {t('entity.answer', {
            count: records.length,
            accepted: count('accepted'),
            proposed: count('proposed'),
          })}
        </Answer>
      )}
      <Section title={t('entity.list')}>
        <DecisionsTable
          records={records}
          empty={<FirstRecord location={source.location ?? undefined} />}
        />
      </Section>
    </>
  );
}

function SourceFacts({ source }: { source: Source }) {
  const { t } = useTranslationRef(adrTranslationRef);
  const location = source.location ?? t('entity.unknownLocation');
  return (
    <FactList
      facts={[
        {
          label: t('entity.location'),
          value:
            source.found || source.lastError !== null
              ? location
              : t('entity.locationMissing', { location }),
        },
        {
          label: t('entity.lastRead'),
          value: <Ago time={source.lastReadAt} />,
        },
        ...(source.revision
          ? [
              {
                label: t('entity.revision'),
                value: <Digest value={source.revision} />,
              },
            ]
          : []),
      ]}
    />
  );
}
