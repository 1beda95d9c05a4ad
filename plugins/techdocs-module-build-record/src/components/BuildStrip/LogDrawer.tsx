import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Select } from '@backstage/ui';
import { Drawer, ErrorState, LoadingState } from '@companyos/ui-kit';
import { useEffect, useState } from 'react';
import { buildRecordApiRef, DocsBuild } from '../../api/buildRecordApiRef';
import { buildRecordTranslationRef } from '../../translation';
import styles from './BuildStrip.module.css';

const LIVE_INTERVAL_MS = 1_000;

const words = {
  running: 'building',
  success: 'built',
  failure: 'failed',
} as const;

/** The log of one docs build; the newest first, earlier ones to choose from. */
export function LogDrawer({
  builds,
  onClose,
}: {
  /** Newest first; not empty. */
  builds: DocsBuild[];
  onClose: () => void;
}) {
  const { t } = useTranslationRef(buildRecordTranslationRef);
  const [chosenId, setChosenId] = useState(builds[0].id);
  const chosen = builds.find(build => build.id === chosenId) ?? builds[0];
  return (
    <Drawer
      title={t('log.title')}
      isOpen
      onOpenChange={isOpen => {
        if (!isOpen) {
          onClose();
        }
      }}
    >
      <div className={styles.drawer}>
        <Select
          label={t('log.build')}
          size="small"
          value={chosen.id}
          onChange={key => setChosenId(String(key))}
          options={builds.map(build => ({
            value: build.id,
            label: t('log.choice', {
              state: t(`state.${words[build.outcome]}`),
              time: new Date(build.startedAt).toLocaleString(),
            }),
          }))}
        />
        {chosen.reason && <p className={styles.reason}>{chosen.reason}</p>}
        <Log key={chosen.id} build={chosen} />
      </div>
    </Drawer>
  );
}

function Log({ build }: { build: DocsBuild }) {
  const { t } = useTranslationRef(buildRecordTranslationRef);
  const { text, error, retry } = useLog(build);
  if (error) {
    return (
      <ErrorState title={t('log.unreadable')} error={error} onRetry={retry} />
    );
  }
  if (text === undefined) {
    return <LoadingState label={t('log.loading')} shape="lines" />;
  }
  return text === '' ? (
    <p className={styles.meanwhile}>{t('log.empty')}</p>
  ) : (
    <section className={styles.log} aria-label={t('log.text')}>
      <pre>{text}</pre>
    </section>
  );
}

function useLog({ id, outcome }: DocsBuild) {
  const api = useApi(buildRecordApiRef);
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<{ text?: string; error?: unknown }>({});

  useEffect(() => {
    const aborter = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async () => {
      try {
        const text = await api.getLog(id, aborter.signal);
        if (!aborter.signal.aborted) {
          setState({ text });
        }
      } catch (error) {
        if (!aborter.signal.aborted) {
          setState({ error });
        }
        return;
      }
      if (outcome === 'running' && !aborter.signal.aborted) {
        timer = setTimeout(read, LIVE_INTERVAL_MS);
      }
    };
    void read();
    return () => {
      aborter.abort();
      clearTimeout(timer);
    };
  }, [api, id, outcome, attempt]);

  return {
    ...state,
    retry: () => {
      setState({});
      setAttempt(attempt + 1);
    },
  };
}
