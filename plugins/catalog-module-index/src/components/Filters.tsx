import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SearchField, Select } from '@backstage/ui';
import { useEffect, useState } from 'react';
import { FIELDS, type IndexQuery, type Scope } from '../indexQuery';
import { catalogIndexTranslationRef } from '../translation';
import { useFilterOptions } from '../useFilterOptions';
import styles from './CatalogIndexPage.module.css';

const ANY = '';
const TYPING_MS = 250;

/** The controls above the table. */
export function Filters(props: {
  query: IndexQuery;
  update: (change: Partial<IndexQuery>) => void;
}) {
  const { query, update } = props;
  const { t } = useTranslationRef(catalogIndexTranslationRef);
  const options = useFilterOptions(query.kind);
  const [text, setText] = useState(query.text);

  // The field follows the URL; the URL follows the field once typing rests.
  useEffect(() => setText(query.text), [query.text]);
  useEffect(() => {
    if (text === query.text) return undefined;
    const timer = setTimeout(() => update({ text }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, query.text, update]);

  const withCurrent = (values: string[] = [], current?: string) =>
    current && !values.includes(current) ? [current, ...values] : values;

  return (
    <div className={styles.filters}>
      <div className={styles.search}>
        <SearchField
          aria-label={t('search')}
          placeholder={t('search')}
          value={text}
          onChange={setText}
        />
      </div>
      <Select
        label={t('filter.kind')}
        size="small"
        options={withCurrent(
          options.kind?.map(kind => kind.toLocaleLowerCase('en')),
          query.kind,
        ).map(value => ({ value, label: value }))}
        value={query.kind}
        onChange={kind =>
          update({
            kind: String(kind),
            type: undefined,
            lifecycle: undefined,
            tier: undefined,
            tag: undefined,
          })
        }
      />
      <Select
        label={t('filter.scope')}
        size="small"
        options={(['all', 'owned', 'starred'] as const).map(value => ({
          value,
          label: t(`scope.${value}`),
        }))}
        value={query.scope}
        onChange={scope => update({ scope: String(scope) as Scope })}
      />
      {(Object.keys(FIELDS) as Array<keyof typeof FIELDS>).map(key => {
        const values = withCurrent(options[key], query[key]);
        if (values.length === 0) return null;
        return (
          <Select
            key={key}
            label={t(`filter.${key}`)}
            size="small"
            options={[
              { value: ANY, label: t('any') },
              ...values.map(value => ({
                value,
                label:
                  key === 'owner' ? value.split('/').pop() ?? value : value,
              })),
            ]}
            value={query[key] ?? ANY}
            onChange={value =>
              update({ [key]: value === ANY ? undefined : String(value) })
            }
          />
        );
      })}
    </div>
  );
}
