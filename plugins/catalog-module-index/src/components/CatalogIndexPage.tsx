import {
  configApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { Button, ButtonLink } from '@backstage/ui';
import {
  Answer,
  EmptyState,
  ErrorState,
  LoadingState,
  Page,
  PageHeader,
} from '@companyos/ui-kit';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import {
  type IndexQuery,
  readIndexQuery,
  writeIndexQuery,
} from '../indexQuery';
import { catalogIndexTranslationRef } from '../translation';
import { useEntities } from '../useEntities';
import { hasProblem } from './entityFacts';
import { EntityTable } from './EntityTable';
import { Filters } from './Filters';

const NO_FILTERS: Partial<IndexQuery> = {
  text: '',
  type: undefined,
  lifecycle: undefined,
  tier: undefined,
  owner: undefined,
  tag: undefined,
  scope: 'all',
  page: 0,
};

/** Every entity as a row. What is shown stands in the URL; the back end filters, sorts and pages. */
export function CatalogIndexPage() {
  const { t } = useTranslationRef(catalogIndexTranslationRef);
  const organisation =
    useApi(configApiRef).getOptionalString('organization.name') ?? t('kind');
  const [params, setParams] = useSearchParams();
  const query = useMemo(() => readIndexQuery(params), [params]);
  const { items, total, isPending, error, retry } = useEntities(query);

  const update = useCallback(
    (change: Partial<IndexQuery>) =>
      setParams(
        current =>
          writeIndexQuery({
            ...readIndexQuery(current),
            page: 0,
            ...change,
          }),
        { replace: true },
      ),
    [setParams],
  );

  const isNarrowed = Boolean(
    query.text ||
      query.type ||
      query.lifecycle ||
      query.tier ||
      query.owner ||
      query.tag ||
      query.scope !== 'all',
  );
  const problems = items?.filter(hasProblem).length ?? 0;

  return (
    <Page>
      <PageHeader
        kind={organisation}
        title={t('title')}
        actions={
          <ButtonLink href="/create" variant="primary">
            {t('create')}
          </ButtonLink>
        }
      />
      {items && (
        <Answer>
          {t('answer', { count: total, kind: query.kind })}
          {problems > 0 && ` ${t('problems', { count: problems })}`}
        </Answer>
      )}
      <Filters query={query} update={update} />
      {error && <ErrorState error={error} onRetry={retry} />}
      {!items && !error && <LoadingState label={t('loading')} shape="table" />}
      {items && items.length > 0 && (
        <EntityTable
          items={items}
          total={total}
          isPending={isPending}
          query={query}
          update={update}
        />
      )}
      {items && items.length === 0 && !isPending && (
        <EmptyState
          title={isNarrowed ? t('emptyTitle') : t('emptyKindTitle')}
          description={isNarrowed ? t('emptyText') : t('emptyKindText')}
          action={
            isNarrowed ? (
              <Button variant="secondary" onPress={() => update(NO_FILTERS)}>
                {t('clear')}
              </Button>
            ) : (
              <ButtonLink href="/create" variant="primary">
                {t('create')}
              </ButtonLink>
            )
          }
        />
      )}
    </Page>
  );
}
