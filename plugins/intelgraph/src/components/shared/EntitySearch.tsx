import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Link, SearchField } from '@backstage/ui';
import { ErrorState, useLoaded } from '@companyos/ui-kit';
import { useCallback, useState } from 'react';
import { intelgraphTranslationRef } from '../../translation';
import styles from './shared.module.css';
import { useIntelGraph } from './useTenant';
import { useTypingPause } from './useTypingPause';

const SHOWN = 10;

/** Finds what facts speak of; a find is chosen, or is a link. */
export function EntitySearch({
  hrefOf,
  onChoose,
}: {
  hrefOf?: (entity: string) => string;
  onChoose?: (entity: string) => void;
}) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const api = useIntelGraph();
  const [query, setQuery] = useState('');
  const [text, setText] = useTypingPause(query, setQuery);
  const { value, error, reload } = useLoaded(
    useCallback(
      async () =>
        query ? api.listEntities({ q: query, limit: SHOWN }) : undefined,
      [api, query],
    ),
  );
  return (
    <div className={styles.stack}>
      <div className={styles.search}>
        <SearchField
          aria-label={t('entitySearch.label')}
          placeholder={t('entitySearch.label')}
          value={text}
          onChange={setText}
          maxLength={200}
        />
      </div>
      {error !== undefined && (
        <ErrorState
          title={t('entitySearch.failed')}
          error={error}
          onRetry={reload}
        />
      )}
      {value?.items.length === 0 && (
        <p className={styles.note} role="status">
          {t('entitySearch.none', { query })}
        </p>
      )}
      {value && value.items.length > 0 && (
        <ul className={styles.results} aria-label={t('entitySearch.found')}>
          {value.items.map(({ entity }) => (
            <li key={entity}>
              {hrefOf ? (
                <Link href={hrefOf(entity)}>{entity}</Link>
              ) : (
                <Button variant="tertiary" onPress={() => onChoose?.(entity)}>
                  {entity}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
