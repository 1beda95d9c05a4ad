import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Select } from '@backstage/ui';
import { intelgraphTranslationRef } from '../../translation';
import styles from './shared.module.css';

/** Names the option that filters nothing; no value is written like this. */
const ANY = '*';

/** One of several values, or none. */
export function Choice(props: {
  label: string;
  value: string | undefined;
  options: { value: string; label: string }[];
  /** False where one has to be chosen. */
  withAny?: boolean;
  onChange: (value: string | undefined) => void;
}) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { label, value, options, withAny = true, onChange } = props;
  const isListed =
    value === undefined || options.some(option => option.value === value);
  return (
    <Select
      className={styles.choice}
      label={label}
      options={[
        ...(withAny ? [{ value: ANY, label: t('any') }] : []),
        ...options,
        // What the URL holds can be seen and taken back, whatever there is to choose from.
        ...(isListed ? [] : [{ value, label: value }]),
      ]}
      value={value ?? ANY}
      onChange={chosen =>
        onChange(chosen === ANY || !chosen ? undefined : String(chosen))
      }
    />
  );
}
