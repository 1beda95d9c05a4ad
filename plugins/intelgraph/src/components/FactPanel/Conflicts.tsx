import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { Conflict, TimelineItem } from '@companyos/plugin-intelgraph-common';
import { sourcesOf } from '../../domain/factFigures';
import { intelgraphTranslationRef } from '../../translation';
import shared from '../shared/shared.module.css';
import { useFactParam } from '../shared/useFactParam';
import styles from './FactPanel.module.css';

/** What is said, and what others say instead, side by side. */
export function Conflicts({
  fact,
  conflicts,
}: {
  fact: TimelineItem;
  conflicts: Conflict[];
}) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { hrefOf } = useFactParam();
  return (
    <div className={styles.sides}>
      <Side
        title={t('fact.thisFact')}
        says={fact.summary}
        sources={sourcesOf(fact)}
      />
      {conflicts.map(({ factId, summary, sources }) => (
        <Side
          key={factId}
          title={t('fact.otherFact')}
          says={summary}
          sources={sources}
          href={hrefOf(factId)}
        />
      ))}
    </div>
  );
}

function Side(props: {
  title: string;
  says: string;
  sources: string[];
  href?: string;
}) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { title, says, sources, href } = props;
  return (
    <div className={styles.side}>
      <strong>{title}</strong>
      <p>{says}</p>
      <p className={shared.note}>
        {t('fact.saidBy', {
          sources: new Intl.ListFormat('en').format(sources),
        })}
      </p>
      {href && <Link href={href}>{t('fact.openOther')}</Link>}
    </div>
  );
}
