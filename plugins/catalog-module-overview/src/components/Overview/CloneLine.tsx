import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { CopyCommand } from '@companyos/ui-kit';
import { useCallback } from 'react';
import { overviewApiRef } from '../../api/overviewApiRef';
import { overviewTranslationRef } from '../../translation';
import { useLoaded } from '../../useLoaded';
import styles from './Overview.module.css';

/**
 * How to get a component's embedded repository. Nothing is shown to people who may not
 * read repositories.
 */
export function CloneLine({ repository }: { repository: string }) {
  const { t } = useTranslationRef(overviewTranslationRef);
  const api = useApi(overviewApiRef);
  const { value } = useLoaded(
    useCallback(
      (signal: AbortSignal) => api.getRepository(repository, signal),
      [api, repository],
    ),
  );
  if (!value) {
    return null;
  }
  return (
    <div className={styles.clone}>
      <div className={styles.command}>
        <CopyCommand
          label={t('overview.clone')}
          command={`git clone ${value.clonePath}`}
        />
      </div>
      <Link href={`/repos/${repository}`}>{t('overview.browse')}</Link>
    </div>
  );
}
