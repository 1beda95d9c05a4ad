import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { SearchResult } from '@backstage/plugin-search-common';
import { DefaultResultListItem } from '@backstage/plugin-search-react';
import { ButtonIcon, ButtonLink, SearchField } from '@backstage/ui';
import {
  Answer,
  EmptyState,
  ErrorState,
  LoadingState,
  Page,
  PageHeader,
} from '@companyos/ui-kit';
import { RiArrowLeftSLine, RiArrowRightSLine } from '@remixicon/react';
import { type ComponentType, useEffect, useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { searchPageTranslationRef } from '../translation';
import styles from './SearchPage.module.css';
import { useResults } from './useResults';

const TYPING_MS = 300;

/** How a plugin draws its results. */
export interface ResultItem {
  predicate?: (result: SearchResult) => boolean;
  component: ComponentType<{
    result?: SearchResult['document'];
    rank?: number;
    highlight?: SearchResult['highlight'];
  }>;
}

/** A type of result one can restrict the search to. */
export interface ResultType {
  value: string;
  name: string;
}

function ResultList(props: { results: SearchResult[]; items: ResultItem[] }) {
  const { t } = useTranslationRef(searchPageTranslationRef);
  return (
    <ul className={styles.results} aria-label={t('results')}>
      {props.results.map(result => {
        const item = props.items.find(({ predicate }) => predicate?.(result));
        const Item = item?.component ?? DefaultResultListItem;
        return (
          <Item
            key={`${result.type} ${result.document.location}`}
            result={result.document}
            rank={result.rank}
            highlight={result.highlight}
          />
        );
      })}
    </ul>
  );
}

/** One field over everything the portal knows. What is asked stands in the URL. */
export function SearchPage(props: {
  items: ResultItem[];
  types: ResultType[];
}) {
  const { t } = useTranslationRef(searchPageTranslationRef);
  const [params, setParams] = useSearchParams();
  const term = params.get('query') ?? '';
  const type = params.get('types') ?? params.get('types[]') ?? undefined;
  const cursor = params.get('pageCursor') ?? undefined;
  const { set, error, retry } = useResults(term, type, cursor);
  const [text, setText] = useState(term);

  const linkTo = (change: Record<string, string | undefined>) => {
    const next = new URLSearchParams();
    const wanted = { query: term, types: type, ...change };
    Object.entries(wanted).forEach(([key, value]) => {
      if (value) next.set(key, value);
    });
    return next;
  };
  // The field follows the URL; the URL follows the field once typing rests.
  useEffect(() => setText(term), [term]);
  useEffect(() => {
    if (text === term) return undefined;
    const timer = setTimeout(() => {
      const next = new URLSearchParams(params);
      next.delete('pageCursor');
      next.set('query', text);
      if (!text) next.delete('query');
      setParams(next, { replace: true });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, term, params, setParams]);

  const results = set?.results ?? [];
  const isWhole = !set?.nextPageCursor && !set?.previousPageCursor;
  const answer = () =>
    set?.numberOfResults !== undefined || isWhole
      ? t('answer', { count: set?.numberOfResults ?? results.length, term })
      : t('answerPage', { count: results.length, term });

  return (
    <Page>
      <PageHeader
        kind={t('kind')}
        title={term ? t('titleTerm', { term }) : t('title')}
      />
      <div className={styles.field}>
        <SearchField
          aria-label={t('field')}
          placeholder={t('field')}
          value={text}
          onChange={setText}
        />
      </div>
      <nav aria-label={t('types')}>
        <ul className={styles.types}>
          {[
            { value: undefined, name: t('all') },
            { value: 'software-catalog', name: t('catalog') },
            ...props.types.filter(({ value }) => value !== 'software-catalog'),
          ].map(({ value, name }) => (
            <li key={value ?? ''}>
              <Link
                to={{ search: String(linkTo({ types: value })) }}
                aria-current={value === type ? 'page' : undefined}
                className={value === type ? styles.active : styles.type}
              >
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {!term && (
        <EmptyState title={t('startTitle')} description={t('startText')} />
      )}
      {error && <ErrorState error={error} onRetry={retry} />}
      {term && !set && !error && (
        <LoadingState label={t('loading')} shape="lines" />
      )}
      {set && results.length === 0 && (
        <EmptyState
          title={t('emptyTitle', { term })}
          description={t('emptyText')}
          action={
            <ButtonLink href="/catalog" variant="secondary">
              {t('browse')}
            </ButtonLink>
          }
        />
      )}
      {set && results.length > 0 && (
        <>
          <Answer>{answer()}</Answer>
          <ResultList results={results} items={props.items} />
        </>
      )}
      {set && !isWhole && (
        <nav aria-label={t('pages')} className={styles.pages}>
          <ButtonIcon
            aria-label={t('previous')}
            variant="secondary"
            size="small"
            icon={<RiArrowLeftSLine />}
            isDisabled={!set.previousPageCursor}
            onPress={() =>
              setParams(linkTo({ pageCursor: set.previousPageCursor }))
            }
          />
          <ButtonIcon
            aria-label={t('next')}
            variant="secondary"
            size="small"
            icon={<RiArrowRightSLine />}
            isDisabled={!set.nextPageCursor}
            onPress={() =>
              setParams(linkTo({ pageCursor: set.nextPageCursor }))
            }
          />
        </nav>
      )}
    </Page>
  );
}
