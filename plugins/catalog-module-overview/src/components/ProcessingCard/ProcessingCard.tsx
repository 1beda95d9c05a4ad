import { stringifyEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink, useEntity } from '@backstage/plugin-catalog-react';
import {
  Ago,
  ErrorState,
  FactList,
  LoadingState,
  Panel,
  StatePill,
} from '@companyos/ui-kit';
import { type ReactNode } from 'react';
import { ProcessingStatus } from '../../api/overviewApiRef';
import { Problem, stateOf } from '../../domain/findProblems';
import { overviewTranslationRef } from '../../translation';
import { LocationLink } from './LocationLink';
import styles from './ProcessingCard.module.css';
import { RefreshButton } from './RefreshButton';
import { useProblems } from './useProblems';

/**
 * Why an entity is stale or broken: what went wrong while the catalog read it, what fixes
 * that, and how fresh it is. With nothing wrong it takes one line.
 */
export function ProcessingCard() {
  const { entity } = useEntity();
  const { t } = useTranslationRef(overviewTranslationRef);
  const { value, error, reload } = useProblems(entity);
  const title = t('processing.title');

  if (!value) {
    return (
      <section className={styles.frame} aria-label={title} data-span="row">
        {error ? (
          <ErrorState
            title={t('processing.unreadable')}
            error={error}
            onRetry={reload}
          />
        ) : (
          <LoadingState label={t('processing.loading')} shape="lines" />
        )}
      </section>
    );
  }

  const { status, problems } = value;
  const state = stateOf(problems);
  const pill = (
    <StatePill state={state}>{t(`processing.state.${state}`)}</StatePill>
  );
  const refresh = (
    <RefreshButton
      entityRef={stringifyEntityRef(entity)}
      onRefreshed={reload}
    />
  );
  if (problems.length === 0) {
    return (
      <section
        className={`${styles.frame} ${styles.line}`}
        aria-label={title}
        data-span="row"
      >
        {pill}
        <span className={styles.text}>
          {t('processing.seen', {
            ago: <Ago time={status.lastDiscoveryAt} />,
            next: <Ago time={status.nextUpdateAt} />,
          })}
        </span>
        {status.location && <LocationLink location={status.location} />}
        <span className={styles.end}>{refresh}</span>
      </section>
    );
  }
  return (
    <div data-span="row">
      <Panel title={title} actions={refresh}>
        <div className={styles.body}>
          <div>
            {pill}
            <ul className={styles.problems}>
              {problems.map((problem, index) => (
                <li key={index} className={styles.problem}>
                  <ProblemText problem={problem} />
                </li>
              ))}
            </ul>
          </div>
          <Freshness status={status} />
        </div>
      </Panel>
    </div>
  );
}

function ProblemText({ problem }: { problem: Problem }) {
  const { t } = useTranslationRef(overviewTranslationRef);
  let what: ReactNode;
  let fix: string;
  switch (problem.kind) {
    case 'error':
      what = (
        <>
          {problem.message}
          {problem.at && (
            <span className={styles.at}>
              {' '}
              {t('processing.at', {
                ref: <EntityRefLink entityRef={problem.at} hideIcon />,
              })}
            </span>
          )}
        </>
      );
      fix = t(`processing.fix.${problem.fix}`);
      break;
    case 'orphan':
      what = t('processing.orphan');
      fix = t('processing.orphanFix');
      break;
    case 'missing':
      what = t('processing.missing', { refs: problem.refs.join(', ') });
      fix = t('processing.missingFix');
      break;
    case 'overdue':
      what = t('processing.overdue', { ago: <Ago time={problem.sinceIso} /> });
      fix = t('processing.overdueFix');
      break;
    default:
      what = t('processing.differs');
      fix = t('processing.differsFix');
  }
  return (
    <>
      <p className={styles.what}>{what}</p>
      <p className={styles.fix}>{fix}</p>
    </>
  );
}

function Freshness({ status }: { status: ProcessingStatus }) {
  const { t } = useTranslationRef(overviewTranslationRef);
  const { location, originLocation } = status;
  return (
    <FactList
      facts={[
        {
          label: t('processing.lastSeen'),
          value: <Ago time={status.lastDiscoveryAt} />,
        },
        {
          label: t('processing.nextLook'),
          value: <Ago time={status.nextUpdateAt} />,
        },
        {
          label: t('processing.lastChange'),
          value: status.lastStitchedAt ? (
            <Ago time={status.lastStitchedAt} />
          ) : (
            t('processing.never')
          ),
        },
        ...(location
          ? [
              {
                label: t('processing.location'),
                value: <LocationLink location={location} />,
              },
            ]
          : []),
        ...(originLocation && originLocation.target !== location?.target
          ? [
              {
                label: t('processing.origin'),
                value: <LocationLink location={originLocation} />,
              },
            ]
          : []),
      ]}
    />
  );
}
