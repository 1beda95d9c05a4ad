import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Edge } from '@companyos/plugin-intelgraph-common';
import { intelgraphTranslationRef } from '../../translation';
import { EntityLink } from '../shared/EntityLink';
import { Policies } from '../shared/Policies';
import shared from '../shared/shared.module.css';
import styles from './FactPanel.module.css';

/** The relations that a fact states, and the policies that were applied on each. */
export function Relations({ relations }: { relations: Edge[] }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  return (
    <ul className={styles.list}>
      {relations.map(({ from, to, type, policies }) => (
        <li key={`${from} ${type} ${to}`}>
          <div>
            {t('fact.relation', {
              from: <EntityLink entityRef={from} />,
              type,
              to: <EntityLink entityRef={to} />,
            })}
          </div>
          {policies.length > 0 ? (
            <Policies policies={policies} />
          ) : (
            <p className={shared.note}>{t('fact.noPolicy')}</p>
          )}
        </li>
      ))}
    </ul>
  );
}
