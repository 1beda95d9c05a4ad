import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Ago, Answer, LoadingState } from '@companyos/ui-kit';
import { Fragment, type ReactNode, useCallback } from 'react';
import { DocsFacts, overviewApiRef } from '../../api/overviewApiRef';
import { entityFacts } from '../../domain/entityFacts';
import { overviewTranslationRef } from '../../translation';
import { useLoaded } from '../../useLoaded';
import { useProblems } from '../ProcessingCard/useProblems';

const docsWords = {
  success: 'overview.docsBuilt',
  failure: 'overview.docsFailed',
  running: 'overview.docsBuilding',
} as const;

/**
 * One sentence on how a component stands, from what is known and nothing else: a fact
 * that could not be read is left out, and what nobody measures is not claimed.
 */
export function ComponentAnswer({ entity }: { entity: Entity }) {
  const { t } = useTranslationRef(overviewTranslationRef);
  const api = useApi(overviewApiRef);
  const entityRef = stringifyEntityRef(entity);
  const { template, repository } = entityFacts(entity);
  const annotations = entity.metadata.annotations ?? {};
  const hasDocs = Boolean(
    annotations['backstage.io/techdocs-ref'] ??
      annotations['backstage.io/techdocs-entity'],
  );

  const problems = useProblems(entity);
  const repo = useLoaded(
    useCallback(
      async (signal: AbortSignal) =>
        repository ? api.getRepository(repository, signal) : undefined,
      [api, repository],
    ),
  );
  const decisions = useLoaded(
    useCallback(
      (signal: AbortSignal) => api.getDecisions(entityRef, signal),
      [api, entityRef],
    ),
  );
  const docs = useLoaded(
    useCallback(
      async (signal: AbortSignal) =>
        hasDocs ? api.getDocs(entityRef, signal) : undefined,
      [api, entityRef, hasDocs],
    ),
  );
  if ([problems, repo, decisions, docs].some(({ isLoading }) => isLoading)) {
    return <LoadingState label={t('overview.loading')} shape="lines" />;
  }

  const clauses: ReactNode[] = [
    <>
      {template ? t('overview.template', template) : t('overview.ownMaking')}
      {repo.value?.lastCommitAt && (
        <>
          {', '}
          {t('overview.changed', {
            ago: <Ago time={repo.value.lastCommitAt} />,
          })}
        </>
      )}
    </>,
  ];
  if (problems.value) {
    const count = problems.value.problems.length;
    clauses.push(
      count === 0 ? t('overview.inOrder') : t('overview.broken', { count }),
    );
  }
  if (decisions.value) {
    const { count, proposed } = decisions.value;
    clauses.push(
      [
        t('overview.decisions', { count }),
        ...(proposed > 0 ? [t('overview.proposed', { count: proposed })] : []),
      ].join(', '),
    );
  }
  if (!hasDocs) {
    clauses.push(t('overview.noDocs'));
  } else if (docs.value !== undefined) {
    clauses.push(<DocsClause docs={docs.value} />);
  }
  return (
    <Answer source={t('overview.answerSource')}>
      {clauses.map((clause, index) => (
        <Fragment key={index}>
          {index > 0 && '; '}
          {clause}
        </Fragment>
      ))}
      .
    </Answer>
  );
}

function DocsClause({ docs }: { docs: DocsFacts | null }) {
  const { t } = useTranslationRef(overviewTranslationRef);
  return (
    <>
      {docs
        ? t(docsWords[docs.outcome], { ago: <Ago time={docs.at} /> })
        : t('overview.docsUnbuilt')}
    </>
  );
}
