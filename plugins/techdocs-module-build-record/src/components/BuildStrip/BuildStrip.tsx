import { CompoundEntityRef } from '@backstage/catalog-model';
import { isError } from '@backstage/errors';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { techdocsStorageApiRef } from '@backstage/plugin-techdocs-react';
import { Button, VisuallyHidden } from '@backstage/ui';
import {
  Ago,
  Digest,
  ErrorState,
  LoadingState,
  StatePill,
} from '@companyos/ui-kit';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { DocsBuild } from '../../api/buildRecordApiRef';
import { DocsStanding, readRecord } from '../../domain/readRecord';
import { buildRecordTranslationRef } from '../../translation';
import styles from './BuildStrip.module.css';
import { LogDrawer } from './LogDrawer';
import { useBuildRecord } from './useBuildRecord';

const pills = {
  unbuildable: 'unknown',
  unbuilt: 'unknown',
  building: 'info',
  built: 'pass',
  failed: 'fail',
} as const;

/**
 * One line that says from when and what the docs below are, and, when the last
 * build failed, why, what fixes it, and how old the docs shown meanwhile are.
 */
export function BuildStrip({ entityRef }: { entityRef: CompoundEntityRef }) {
  const { t } = useTranslationRef(buildRecordTranslationRef);
  const { record, error, refresh } = useBuildRecord(entityRef);
  const [isLogOpen, setLogOpen] = useState(false);
  const rebuild = useRebuild(entityRef, refresh);

  if (!record) {
    return (
      <section className={styles.strip} aria-label={t('label')}>
        {error ? (
          <ErrorState title={t('unreadable')} error={error} onRetry={refresh} />
        ) : (
          <LoadingState label={t('loading')} shape="lines" />
        )}
      </section>
    );
  }

  const standing = readRecord(record);
  const isBuilding = standing.kind === 'building' || rebuild.isPending;
  const shownKind = isBuilding ? 'building' : standing.kind;
  const stateWord = t(`state.${shownKind}`);
  return (
    <section
      className={styles.strip}
      aria-label={t('label')}
      data-state={shownKind}
    >
      <div className={styles.line}>
        <StatePill state={pills[shownKind]}>{stateWord}</StatePill>
        {/* Only the word is announced; the ages beside it change all the time. */}
        <VisuallyHidden role="status">{stateWord}</VisuallyHidden>
        <span className={styles.text}>
          <Headline standing={standing} />
        </span>
        <span className={styles.actions}>
          {record.builds.length > 0 && (
            <Button
              size="small"
              variant="tertiary"
              onPress={() => setLogOpen(true)}
            >
              {t('showLog')}
            </Button>
          )}
          {standing.kind === 'failed' && (
            <Button
              size="small"
              variant="secondary"
              isPending={rebuild.isPending}
              onPress={rebuild.start}
            >
              {t('buildAgain')}
            </Button>
          )}
        </span>
      </div>
      {standing.kind === 'failed' && !isBuilding && (
        <div className={styles.detail}>
          <p className={styles.reason}>{standing.build.reason}</p>
          <p className={styles.meanwhile}>
            {standing.shown
              ? t('shown', {
                  ago: <Ago time={endOf(standing.shown)} />,
                  since: <Ago time={endOf(standing.failingSince)} />,
                })
              : t('nothingShown')}
          </p>
        </div>
      )}
      {rebuild.outcome && !isBuilding && (
        <Outcome
          outcome={rebuild.outcome}
          failed={standing.kind === 'failed'}
        />
      )}
      {isLogOpen && (
        <LogDrawer builds={record.builds} onClose={() => setLogOpen(false)} />
      )}
    </section>
  );
}

function Headline({ standing }: { standing: DocsStanding }) {
  const { t } = useTranslationRef(buildRecordTranslationRef);
  switch (standing.kind) {
    case 'unbuildable':
      return <>{standing.problem}</>;
    case 'unbuilt':
      return <>{t('unbuilt')}</>;
    case 'building':
      return (
        <>{t('started', { ago: <Ago time={standing.build.startedAt} /> })}</>
      );
    case 'built': {
      const { etag, durationMs } = standing.build;
      const ago = <Ago time={endOf(standing.build)} />;
      const duration = formatSeconds(durationMs ?? 0);
      return (
        <>
          {etag
            ? t('built', { ago, source: <Source etag={etag} />, duration })
            : t('builtFromUnknown', { ago, duration })}
        </>
      );
    }
    default:
      return <>{t('failed', { ago: <Ago time={endOf(standing.build)} /> })}</>;
  }
}

function Source({ etag }: { etag: string }) {
  const { t } = useTranslationRef(buildRecordTranslationRef);
  // A digest is of the content of a folder; what is not one is a commit.
  const label = etag.startsWith('sha256:') ? t('content') : t('commit');
  return (
    <>
      {label} <Digest value={etag} label={label} />
    </>
  );
}

type RebuildOutcome =
  | { kind: 'updated' }
  | { kind: 'cached' }
  | { kind: 'error'; message: string };

function Outcome({
  outcome,
  failed,
}: {
  outcome: RebuildOutcome;
  failed: boolean;
}) {
  const { t } = useTranslationRef(buildRecordTranslationRef);
  const navigate = useNavigate();
  switch (outcome.kind) {
    case 'updated':
      return (
        <p className={styles.outcome} role="status">
          {t('newDocs')}{' '}
          {/* The reader reads a page once; going to it anew is what shows the new one. */}
          <Button size="small" variant="primary" onPress={() => navigate(0)}>
            {t('showNewDocs')}
          </Button>
        </p>
      );
    case 'cached':
      return (
        <p className={styles.outcome} role="status">
          {t('unchanged')}
        </p>
      );
    default:
      // A recorded failure tells its reason itself.
      return failed ? null : (
        <p className={styles.outcome} role="alert">
          {t('buildFailed', { message: outcome.message })}
        </p>
      );
  }
}

function useRebuild(entityRef: CompoundEntityRef, onChange: () => void) {
  const storage = useApi(techdocsStorageApiRef);
  const [isPending, setPending] = useState(false);
  const [outcome, setOutcome] = useState<RebuildOutcome>();

  const start = async () => {
    setPending(true);
    setOutcome(undefined);
    onChange();
    try {
      setOutcome({ kind: await storage.syncEntityDocs(entityRef) });
    } catch (error) {
      setOutcome({
        kind: 'error',
        message: isError(error) ? error.message : String(error),
      });
    } finally {
      setPending(false);
      onChange();
    }
  };
  return { isPending, outcome, start };
}

/** When a build ended, or began if it has not. */
function endOf(build: DocsBuild): string {
  return build.finishedAt ?? build.startedAt;
}

function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
