import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { SearchField } from '@backstage/ui';
import {
  Answer,
  EmptyState,
  ErrorState,
  LoadingState,
  Page,
  PageHeader,
  Section,
  StaleNote,
  useLoaded,
} from '@companyos/ui-kit';
import { useCallback, useEffect, useState } from 'react';
import { decisionsApiRef } from '../../api/decisionsApiRef';
import { loadAll } from '../../api/loadAll';
import { useSearchParams } from '../../routing';
import { adrTranslationRef } from '../../translation';
import { DecisionsTable } from '../shared/DecisionsTable';
import { errorMessage } from '../shared/errorMessage';
import { errorStatus } from '../shared/errorStatus';
import { FailedState } from '../shared/FailedState';
import { FirstRecord } from '../shared/FirstRecord';
import { ProblemsTable } from '../shared/ProblemsTable';
import styles from './DecisionsPage.module.css';

const typingPauseMs = 300;

/** All decisions that one may see, and the records that need a correction. */
export function DecisionsPage() {
  const { t } = useTranslationRef(adrTranslationRef);
  const api = useApi(decisionsApiRef);
  const [params] = useSearchParams();
  const query = (params.get('q') ?? '').slice(0, 200);

  const decisions = useLoaded(
    useCallback(
      async () => ({
        ...(await loadAll(cursor =>
          api.listDecisions({ q: query || undefined, limit: 200, cursor }),
        )),
        loadedAt: Date.now(),
      }),
      [api, query],
    ),
  );
  const problems = useLoaded(
    useCallback(
      () => loadAll(cursor => api.listProblems({ limit: 200, cursor })),
      [api],
    ),
  );
  const { value } = decisions;
  const reload = () => {
    decisions.reload();
    problems.reload();
  };

  return (
    <Page>
      <PageHeader
        kind={t('list.kind')}
        title={t('title')}
        asOf={value?.loadedAt}
        onRefresh={reload}
      />
      {decisions.error !== undefined &&
        (value ? (
          <StaleNote
            since={value.loadedAt}
            reason={t('stale', { reason: errorMessage(decisions.error) })}
            onRefresh={reload}
          />
        ) : (
          <FailedState error={decisions.error} onRetry={reload} />
        ))}
      {value && !query && value.items.length > 0 && (
        <Answer>
          {t('list.answer', {
            count: value.items.length,
            components: String(
              new Set(value.items.map(({ entityRef }) => entityRef)).size,
            ),
            accepted: String(
              value.items.filter(({ status }) => status === 'accepted').length,
            ),
            proposed: String(
              value.items.filter(({ status }) => status === 'proposed').length,
            ),
          })}
        </Answer>
      )}
      {value && query && (
        <Answer>
          {value.items.length
            ? t('list.found', { count: value.items.length, query })
            : t('list.foundNone', { query })}
        </Answer>
      )}
      {(value || decisions.error === undefined) && (
        <Section title={t('list.all')}>
          {(query || !value || value.items.length > 0) && <QuerySearch />}
          {!value && <LoadingState label={t('loading')} shape="table" />}
          {value && (
            <DecisionsTable
              records={value.items}
              showComponent
              empty={
                query ? (
                  <EmptyState title={t('list.foundNone', { query })} />
                ) : (
                  <FirstRecord />
                )
              }
            />
          )}
          {value && !value.isComplete && (
            <p className={styles.note}>
              {t('list.incomplete', { shown: String(value.items.length) })}
            </p>
          )}
        </Section>
      )}
      {problems.error !== undefined && errorStatus(problems.error) !== 403 && (
        <ErrorState
          title={t('problems.failed')}
          error={problems.error}
          onRetry={problems.reload}
        />
      )}
      {problems.value && problems.value.items.length > 0 && (
        <Section title={t('problems.title')} description={t('problems.answer')}>
          <ProblemsTable problems={problems.value.items} showComponent />
        </Section>
      )}
    </Page>
  );
}

/** What is searched for lives in the URL; typing changes it after a pause. */
function QuerySearch() {
  const { t } = useTranslationRef(adrTranslationRef);
  const [params, setParams] = useSearchParams();
  const query = params.get('q') ?? '';
  const [text, setText] = useState(query);

  useEffect(() => setText(query), [query]);
  useEffect(() => {
    if (text.trim() === query) {
      return undefined;
    }
    const timer = setTimeout(
      () =>
        setParams(
          before => {
            const next = new URLSearchParams(before);
            if (text.trim()) {
              next.set('q', text.trim());
            } else {
              next.delete('q');
            }
            return next;
          },
          { replace: true },
        ),
      typingPauseMs,
    );
    return () => clearTimeout(timer);
  }, [text, query, setParams]);

  return (
    <div className={styles.search}>
      <SearchField
        aria-label={t('list.search')}
        placeholder={t('list.search')}
        value={text}
        onChange={setText}
        maxLength={200}
      />
    </div>
  );
}
