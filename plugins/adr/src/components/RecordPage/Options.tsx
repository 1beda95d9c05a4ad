import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { DecisionOption } from '@companyos/plugin-adr-common';
import { Markdown, Panel, Section, State, StatePill } from '@companyos/ui-kit';
import { adrTranslationRef } from '../../translation';
import styles from './Options.module.css';

const states: Record<DecisionOption['outcome'], State> = {
  chosen: 'pass',
  rejected: 'fail',
  open: 'info',
};

/** What was considered: first what was taken, then, in a section of its own, what was not. */
export function Options({ options }: { options: DecisionOption[] }) {
  const { t } = useTranslationRef(adrTranslationRef);
  const rejected = options.filter(({ outcome }) => outcome === 'rejected');
  const others = options.filter(({ outcome }) => outcome !== 'rejected');
  const words = {
    chosen: t('record.chosen'),
    rejected: t('record.notChosen'),
    open: t('record.open'),
  };
  const list = (shown: DecisionOption[]) => (
    <ul className={styles.options}>
      {shown.map(({ title, outcome, details }) => (
        <li key={title}>
          <Panel>
            <div className={styles.head}>
              <StatePill state={states[outcome]}>{words[outcome]}</StatePill>
              <strong className={styles.title}>{title}</strong>
            </div>
            {details && (
              <details className={styles.details} open={outcome === 'rejected'}>
                <summary>{t('record.why')}</summary>
                <Markdown content={details} />
              </details>
            )}
          </Panel>
        </li>
      ))}
    </ul>
  );
  return (
    <>
      {others.length > 0 && (
        <Section
          title={t('record.options')}
          description={t('record.optionsText')}
        >
          {list(others)}
        </Section>
      )}
      {rejected.length > 0 && (
        <Section
          title={t('record.rejectedOptions')}
          description={t('record.rejectedText')}
        >
          {list(rejected)}
        </Section>
      )}
    </>
  );
}
