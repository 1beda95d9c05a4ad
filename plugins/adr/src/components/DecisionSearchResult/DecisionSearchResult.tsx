import { parseEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  IndexableDocument,
  ResultHighlight,
} from '@backstage/plugin-search-common';
import { HighlightedSearchResultText } from '@backstage/plugin-search-react';
import { Link } from '@backstage/ui';
import { DECISION_STATUSES } from '@companyos/plugin-adr-common';
import { ReactNode } from 'react';
import { adrTranslationRef } from '../../translation';
import { DecisionStatusPill } from '../shared/DecisionStatusPill';
import { formatNumber } from '../shared/formatNumber';
import styles from './DecisionSearchResult.module.css';

/** Characters of the text before the first word that was found. */
const leadCharacters = 60;

/** A decision among the results of the search. */
export function DecisionSearchResult({
  result,
  highlight,
  icon,
}: {
  result?: IndexableDocument;
  highlight?: ResultHighlight;
  icon?: ReactNode;
}) {
  const { t } = useTranslationRef(adrTranslationRef);
  if (!result) {
    return null;
  }
  const fields: Record<string, unknown> = { ...result };
  const status = DECISION_STATUSES.find(value => value === fields.status);
  const number = Number(fields.number) || null;
  const highlighted = (text: string) =>
    highlight ? (
      <HighlightedSearchResultText
        text={text}
        preTag={highlight.preTag}
        postTag={highlight.postTag}
      />
    ) : (
      text
    );
  const text = highlight?.fields.text ?? result.text;
  return (
    <>
      {icon && <span className={styles.icon}>{icon}</span>}
      <article className={styles.result}>
        <div className={styles.head}>
          <Link href={result.location} weight="bold">
            {number !== null && `${formatNumber(number)} `}
            {highlighted(highlight?.fields.title ?? result.title)}
          </Link>
          {status && <DecisionStatusPill status={status} />}
        </div>
        <p className={styles.meta}>
          {typeof fields.entityRef === 'string' &&
            t('search.status', {
              component: parseEntityRef(fields.entityRef).name,
            })}
          {fields.date ? ` · ${fields.date}` : ''}
        </p>
        <p className={styles.excerpt}>
          {highlighted(excerpt(text, highlight?.preTag))}
        </p>
      </article>
    </>
  );
}

/** The text from shortly before the first word that was found; the page cuts its end. */
function excerpt(text: string, preTag: string | undefined): string {
  const found = preTag ? text.indexOf(preTag) : -1;
  const start = text.lastIndexOf(' ', found - leadCharacters) + 1;
  return found > leadCharacters && start > 0 ? `… ${text.slice(start)}` : text;
}
