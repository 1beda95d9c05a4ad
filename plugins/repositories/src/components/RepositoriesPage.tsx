import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonLink, Link } from '@backstage/ui';
import {
  Answer,
  DataTable,
  Digest,
  EmptyState,
  ErrorState,
  LoadingState,
  Page,
  PageHeader,
  useLoaded,
} from '@companyos/ui-kit';
import { useCallback } from 'react';
import { repositoriesApiRef } from '../api/repositoriesApiRef';
import { repositoriesTranslationRef } from '../translation';

/** Every repository the portal keeps itself. */
export function RepositoriesPage() {
  const api = useApi(repositoriesApiRef);
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const { value, error, reload } = useLoaded(
    useCallback(() => api.list(), [api]),
  );

  return (
    <Page>
      <PageHeader kind={t('list.kind')} title={t('list.title')} />
      {error !== undefined && <ErrorState error={error} onRetry={reload} />}
      {!value && error === undefined && (
        <LoadingState label={t('list.loading')} shape="table" />
      )}
      {value && (
        <>
          <Answer>{t('list.answer', { count: value.length })}</Answer>
          <DataTable
            label={t('list.title')}
            rows={value}
            rowKey={row => `${row.owner}/${row.name}`}
            urlKey="repos"
            searchable
            initialSort={{ column: 'name', direction: 'ascending' }}
            columns={[
              {
                id: 'name',
                title: t('list.columnName'),
                isRowHeader: true,
                sortValue: row => row.name,
                filterValue: row => `${row.owner}/${row.name}`,
                cell: row => (
                  <Link href={`/repos/${row.owner}/${row.name}`}>
                    {row.name}
                  </Link>
                ),
              },
              {
                id: 'owner',
                title: t('list.columnOwner'),
                sortValue: row => row.owner,
                cell: row => (
                  <Link href={`/catalog/default/group/${row.owner}`}>
                    {row.owner}
                  </Link>
                ),
              },
              {
                id: 'head',
                title: t('list.columnHead'),
                cell: row => (row.head ? <Digest value={row.head} /> : '–'),
              },
            ]}
            empty={
              <EmptyState
                title={t('list.emptyTitle')}
                description={t('list.emptyText')}
                action={
                  <ButtonLink href="/create" variant="primary">
                    {t('list.create')}
                  </ButtonLink>
                }
              />
            }
          />
        </>
      )}
    </Page>
  );
}
