import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Verification } from '@companyos/plugin-intelgraph-common';
import { State, StatePill } from '@companyos/ui-kit';
import { intelgraphTranslationRef } from '../../translation';
import styles from './shared.module.css';

const STATES: Record<Verification['checks'][number]['status'], State> = {
  holds: 'pass',
  broken: 'fail',
  'not-checkable': 'unknown',
};

/** What came of computing digests again: the verdict, then each check. */
export function Verified({
  result,
  words,
}: {
  result: Verification;
  words: { holds: string; broken: string };
}) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  return (
    <div className={styles.stack} role="status">
      <div className={styles.line}>
        <StatePill state={result.holds ? 'pass' : 'fail'}>
          {result.holds ? words.holds : words.broken}
        </StatePill>
        <span className={styles.note}>
          {t('fact.verifyText', { count: result.checked })}
        </span>
      </div>
      <ul className={styles.results}>
        {result.checks.map(({ name, status, detail }) => (
          <li key={name} className={styles.line}>
            <StatePill state={STATES[status]}>
              {t(`fact.check.${status}`)}
            </StatePill>
            <span>{name}</span>
            <span className={styles.note}>{detail}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
