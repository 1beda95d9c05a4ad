import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Link } from '@backstage/ui';
import type { UpdateCheck } from '@companyos/plugin-golden-path-common';
import {
  Ago,
  ErrorState,
  LoadingState,
  ScrollRegion,
  StatePill,
  useLoaded,
} from '@companyos/ui-kit';
import { useCallback, useEffect, useState } from 'react';
import { goldenPathApiRef } from '../../api/goldenPathApiRef';
import { goldenPathTranslationRef } from '../../translation';
import styles from './UpdatePage.module.css';

const STATES = { pending: 'info', passed: 'pass', failed: 'fail' } as const;
const WORDS = {
  pending: 'updatePage.pending',
  passed: 'updatePage.passed',
  failed: 'updatePage.checkFailed',
} as const;
const LOG_REFRESH_MS = 3000;

function Log({ updateId, check }: { updateId: string; check: UpdateCheck }) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const api = useApi(goldenPathApiRef);
  const { value, error, reload } = useLoaded(
    useCallback(
      () => api.checkLog(updateId, check.name),
      [api, updateId, check.name],
    ),
    check.status === 'pending' ? LOG_REFRESH_MS : undefined,
  );
  useEffect(() => {
    // What was said between the last look and the end.
    if (check.status !== 'pending') reload();
  }, [check.status, reload]);
  if (value !== undefined) {
    return (
      <ScrollRegion
        label={t('updatePage.logOf', { name: check.name })}
        className={styles.log}
      >
        {value}
      </ScrollRegion>
    );
  }
  return error === undefined ? (
    <LoadingState label={t('updatePage.logLoading')} shape="lines" />
  ) : (
    <ErrorState
      title={t('updatePage.logFailed')}
      error={error}
      onRetry={reload}
    />
  );
}

/** One check of an update: how it stands, what it says, its log. */
export function Check(props: { updateId: string; check: UpdateCheck }) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const { check, updateId } = props;
  const [showsLog, setShowsLog] = useState(false);
  return (
    <li className={styles.check}>
      <div className={styles.head}>
        <span className={styles.mono}>{check.name}</span>
        <StatePill state={STATES[check.status]}>
          {t(WORDS[check.status])}
        </StatePill>
        <span className={styles.quiet}>
          <Ago time={check.at} />
        </span>
        {check.url && <Link href={check.url}>{t('updatePage.details')}</Link>}
        {check.hasLog && (
          <Button
            variant="tertiary"
            size="small"
            aria-expanded={showsLog}
            aria-label={t(
              showsLog ? 'updatePage.hideLogOf' : 'updatePage.readLogOf',
              { name: check.name },
            )}
            onPress={() => setShowsLog(before => !before)}
          >
            {t(showsLog ? 'updatePage.hideLog' : 'updatePage.log')}
          </Button>
        )}
      </div>
      <span>{check.summary}</span>
      {showsLog && <Log updateId={updateId} check={check} />}
    </li>
  );
}
