import { parseEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, SearchField, Select } from '@backstage/ui';
import { useEffect, useState } from 'react';
import { goldenPathTranslationRef } from '../../translation';
import styles from './FleetPage.module.css';
import type { FleetFilter } from './useFleetFilter';
import { useFilterOptions } from './useFilterOptions';

const TYPING_PAUSE_MS = 300;
/** Names the option that filters nothing; no name or version is written like this. */
const ANY = '*';

/** An owner as people call it; the whole reference where it is none. */
function ownerName(entityRef: string): string {
  try {
    return parseEntityRef(entityRef).name;
  } catch {
    return entityRef;
  }
}

function Choice(props: {
  label: string;
  value: string | undefined;
  options: Iterable<string>;
  nameOf?: (option: string) => string;
  onChange: (value: string | undefined) => void;
}) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const { label, value, nameOf = option => option, onChange } = props;
  // What the URL holds can be seen and taken back, whatever there is to choose from.
  const options = new Set([...props.options, ...(value ? [value] : [])]);
  return (
    <Select
      className={styles.filter}
      label={label}
      options={[
        { value: ANY, label: t('fleet.any') },
        ...[...options].map(option => ({
          value: option,
          label: nameOf(option),
        })),
      ]}
      value={value ?? ANY}
      onChange={chosen =>
        onChange(chosen === ANY || !chosen ? undefined : String(chosen))
      }
    />
  );
}

/** What narrows the fleet; every choice lives in the URL. */
export function FleetFilters({
  filter: { values, set, clear, isSet },
}: {
  filter: FleetFilter;
}) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const { versions, owners } = useFilterOptions();
  const [text, setText] = useState(values.text ?? '');
  useEffect(() => setText(values.text ?? ''), [values.text]);
  useEffect(() => {
    if (text.trim() === (values.text ?? '')) return undefined;
    const timer = setTimeout(
      () => set('text', text.trim() || undefined),
      TYPING_PAUSE_MS,
    );
    return () => clearTimeout(timer);
  }, [text, values.text, set]);

  return (
    <div className={styles.filters}>
      <div className={styles.search}>
        <SearchField
          aria-label={t('fleet.search')}
          placeholder={t('fleet.search')}
          value={text}
          onChange={setText}
          maxLength={100}
        />
      </div>
      <Choice
        label={t('fleet.filterTemplate')}
        value={values.template}
        options={versions.keys()}
        onChange={value => set('template', value)}
      />
      <Choice
        label={t('fleet.filterVersion')}
        value={values.version}
        options={
          values.template
            ? versions.get(values.template) ?? []
            : [...versions.values()].flat()
        }
        onChange={value => set('version', value)}
      />
      <Choice
        label={t('fleet.filterOwner')}
        value={values.owner}
        options={owners}
        nameOf={ownerName}
        onChange={value => set('owner', value)}
      />
      {isSet && (
        <Button variant="tertiary" onPress={clear}>
          {t('fleet.clear')}
        </Button>
      )}
    </div>
  );
}
