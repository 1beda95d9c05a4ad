import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import {
  DecisionChain,
  DecisionChainItem,
  DecisionSummary,
} from '@companyos/plugin-adr-common';
import { adrTranslationRef } from '../../translation';
import { DecisionStatusPill } from '../shared/DecisionStatusPill';
import { formatNumber } from '../shared/formatNumber';
import { useRecordHref } from '../shared/useRecordHref';
import styles from './Spine.module.css';

/** What replaced a record and what it replaced, newest first, on one line from top to bottom. */
export function Spine({
  record,
  chain,
}: {
  record: DecisionSummary;
  chain: DecisionChain;
}) {
  const { t } = useTranslationRef(adrTranslationRef);
  const unresolved = [...record.supersedes, ...record.supersededBy].filter(
    ({ id }) => id === null,
  );
  const isAlone = !chain.supersedes.length && !chain.supersededBy.length;
  const items = [
    ...[...chain.supersededBy].reverse(),
    { ...record, distance: 0 },
    ...chain.supersedes,
  ];
  return (
    <>
      {isAlone ? (
        <p className={styles.note}>{t('record.alone')}</p>
      ) : (
        <ol className={styles.spine} aria-label={t('record.chain')}>
          {items.map(item => (
            <Node key={item.id} item={item} />
          ))}
        </ol>
      )}
      {unresolved.map(({ raw }) => (
        <p key={raw} className={styles.note}>
          {t('record.unresolved', { reference: raw })}
        </p>
      ))}
    </>
  );
}

function Node({ item }: { item: DecisionChainItem }) {
  const { t } = useTranslationRef(adrTranslationRef);
  const href = useRecordHref()(item.id);
  const isCurrent = item.distance === 0;
  const name = `${formatNumber(item.number)} ${item.title}`;
  return (
    <li className={styles.node} aria-current={isCurrent || undefined}>
      <span className={styles.name}>
        {isCurrent || !href ? (
          <strong>{name}</strong>
        ) : (
          <Link href={href}>{name}</Link>
        )}
      </span>
      <span className={styles.meta}>
        <DecisionStatusPill status={item.status} />
        {item.date && <span>{item.date}</span>}
        {isCurrent && <span>{t('record.current')}</span>}
      </span>
    </li>
  );
}
