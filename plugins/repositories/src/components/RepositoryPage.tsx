import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonLink, Link } from '@backstage/ui';
import {
  Ago,
  Answer,
  CopyCommand,
  Digest,
  ErrorState,
  FileTree,
  LoadingState,
  Page,
  PageHeader,
  Panel,
  Section,
  useLoaded,
} from '@companyos/ui-kit';
import type { RepositoryView } from '@companyos/plugin-repositories-common';
import { useCallback } from 'react';
import { useNavigate, useParams } from 'react-router-dom';
import { repositoriesApiRef } from '../api/repositoriesApiRef';
import { repositoriesTranslationRef } from '../translation';
import { FileContent } from './FileContent';
import styles from './RepositoryPage.module.css';

function History({ view }: { view: RepositoryView }) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  return (
    <Section title={t('view.history')}>
      <ol className={styles.history}>
        {view.history.map(entry => (
          <li key={entry.commit}>
            <span className={styles.subject}>{entry.subject}</span>
            <span className={styles.quiet}>
              {entry.author} · <Ago time={entry.committedAt} /> ·{' '}
              <Digest value={entry.commit} />
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** Files, one file, and history of a repository at a branch or commit. */
export function RepositoryPage() {
  const params = useParams();
  const { owner = '', name = '', ref = 'main' } = params;
  const path = params['*'] || undefined;
  const api = useApi(repositoriesApiRef);
  const navigate = useNavigate();
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const { value, error, reload } = useLoaded(
    useCallback(() => api.view({ owner, name, ref }), [api, owner, name, ref]),
  );
  // A tree link names a folder, a blob link a file; only a file has content to show.
  const file = value?.files.find(entry => entry.path === path);

  return (
    <Page>
      <PageHeader
        kind={t('kind')}
        title={name}
        breadcrumbs={[{ label: t('list.title'), href: '/repos' }]}
        facts={[
          {
            label: t('list.columnOwner'),
            value: (
              <Link href={`/catalog/default/group/${owner}`}>{owner}</Link>
            ),
          },
        ]}
        actions={
          <ButtonLink
            href={`/catalog/default/component/${name}`}
            variant="secondary"
          >
            {t('view.component')}
          </ButtonLink>
        }
      />
      {error !== undefined && <ErrorState error={error} onRetry={reload} />}
      {!value && error === undefined && (
        <LoadingState label={t('view.loading')} shape="lines" />
      )}
      {value && (
        <>
          <Answer>
            {t('view.answer', { count: value.files.length, ref })}
          </Answer>
          <CopyCommand
            label={t('view.clone')}
            command={`git clone ${value.clonePath}`}
          />
          <div className={styles.columns}>
            <Section title={t('view.files')}>
              <Panel>
                <FileTree
                  label={t('view.files')}
                  files={value.files}
                  selected={file?.path}
                  onSelect={selected =>
                    navigate(`/repos/${owner}/${name}/blob/${ref}/${selected}`)
                  }
                />
              </Panel>
            </Section>
            <div className={styles.content}>
              {file ? (
                <FileContent
                  key={file.path}
                  location={{ owner, name, ref }}
                  path={file.path}
                />
              ) : (
                <Panel>
                  <p className={styles.quiet}>{t('view.pick')}</p>
                </Panel>
              )}
              <History view={value} />
            </div>
          </div>
        </>
      )}
    </Page>
  );
}
