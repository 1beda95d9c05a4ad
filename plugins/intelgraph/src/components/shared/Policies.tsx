import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EdgePolicy } from '@companyos/plugin-intelgraph-common';
import { State, StatePill } from '@companyos/ui-kit';
import { intelgraphTranslationRef } from '../../translation';
import styles from './shared.module.css';

const STATES: Record<NonNullable<EdgePolicy['decision']>, State> = {
  allow: 'pass',
  deny: 'fail',
  redact: 'warn',
  'not-evaluated': 'unknown',
};

/** Policies that were applied on an edge, with what each decided and why. */
export function Policies({ policies }: { policies: EdgePolicy[] }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  return (
    <ul className={styles.results}>
      {policies.map(({ id, decision, reason }) => (
        <li key={id} className={styles.line}>
          <StatePill state={decision ? STATES[decision] : 'info'}>
            {t(`policy.${decision ?? 'unknown'}`)}
          </StatePill>
          <span className={styles.mono}>{id}</span>
          {reason && <span className={styles.note}>{reason}</span>}
        </li>
      ))}
    </ul>
  );
}
