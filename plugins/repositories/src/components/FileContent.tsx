import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ErrorState,
  LoadingState,
  Panel,
  Section,
  useLoaded,
} from '@companyos/ui-kit';
import { useCallback } from 'react';
import {
  repositoriesApiRef,
  type RepositoryLocation,
} from '../api/repositoriesApiRef';
import { repositoriesTranslationRef } from '../translation';
import styles from './RepositoryPage.module.css';

/** The text of one file, with line numbers. */
export function FileContent(props: {
  location: RepositoryLocation;
  path: string;
}) {
  const { owner, name, ref } = props.location;
  const { path } = props;
  const api = useApi(repositoriesApiRef);
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const { value, error, reload } = useLoaded(
    useCallback(
      () => api.blob({ owner, name, ref, path }),
      [api, owner, name, ref, path],
    ),
  );

  return (
    <Section title={path}>
      <Panel>
        {error !== undefined && <ErrorState error={error} onRetry={reload} />}
        {!value && error === undefined && (
          <LoadingState label={t('view.loadingFile', { path })} shape="lines" />
        )}
        {value && value.text === undefined && (
          <p className={styles.quiet}>
            {t('view.binary', { size: String(value.sizeBytes) })}
          </p>
        )}
        {value?.text !== undefined && (
          <div role="group" aria-label={path} className={styles.code}>
            <ol>
              {value.text
                .replace(/\n$/, '')
                .split('\n')
                .map((line, index) => (
                  <li key={index}>
                    <code>{line || ' '}</code>
                  </li>
                ))}
            </ol>
          </div>
        )}
      </Panel>
    </Section>
  );
}
