import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Link } from '@backstage/ui';
import { TimelineItem } from '@companyos/plugin-intelgraph-common';
import {
  ErrorState,
  LoadingState,
  StatePill,
  useLoaded,
} from '@companyos/ui-kit';
import { useCallback, useState } from 'react';
import { intelgraphTranslationRef } from '../../translation';
import { useFactParam } from '../shared/useFactParam';
import { useIntelGraph } from '../shared/useTenant';
import styles from './FactRows.module.css';

/** The other half of a row: that others say otherwise and, on demand, what. */
export function ConflictSplit({ fact }: { fact: TimelineItem }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const [isOpen, setOpen] = useState(false);
  return (
    <div className={styles.split}>
      <div className={styles.meta}>
        <StatePill state="warn">{t('fact.conflict')}</StatePill>
        <Button
          variant="tertiary"
          aria-expanded={isOpen}
          onPress={() => setOpen(!isOpen)}
        >
          {t(isOpen ? 'fact.hideOther' : 'fact.showOther')}
        </Button>
      </div>
      {isOpen && <Others factId={fact.id} />}
    </div>
  );
}

function Others({ factId }: { factId: string }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const api = useIntelGraph();
  const { hrefOf, knownAt } = useFactParam();
  const { value, error, reload } = useLoaded(
    useCallback(
      async () => (await api.getFact(factId, { knownAt })).conflicts,
      [api, factId, knownAt],
    ),
  );
  if (error !== undefined) {
    return (
      <ErrorState
        title={t('fact.otherFailed')}
        error={error}
        onRetry={reload}
      />
    );
  }
  if (!value) {
    return <LoadingState label={t('fact.otherLoading')} shape="lines" />;
  }
  return (
    <ul className={styles.others}>
      {value.map(({ factId: other, summary, sources }) => (
        <li key={other}>
          <Link href={hrefOf(other)}>{summary}</Link>
          <div className={styles.meta}>
            {t('fact.saidBy', {
              sources: new Intl.ListFormat('en').format(sources),
            })}
          </div>
        </li>
      ))}
    </ul>
  );
}
