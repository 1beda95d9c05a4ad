import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { ScrollRegion } from '@companyos/ui-kit';
import { useState } from 'react';
import { intelgraphTranslationRef } from '../../translation';
import styles from './shared.module.css';

/** A value as indented JSON, to read and to copy. */
export function JsonView({ label, value }: { label: string; value: unknown }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const [outcome, setOutcome] = useState<'copied' | 'copyFailed'>();
  const text = JSON.stringify(value, null, 2) ?? '';
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      setOutcome('copyFailed');
    }
  };
  return (
    <div className={styles.stack}>
      <ScrollRegion label={t('jsonOf', { label })} className={styles.json}>
        {text}
      </ScrollRegion>
      <div className={styles.line}>
        <Button variant="secondary" onPress={copy}>
          {t('copy')}
        </Button>
        <span role="status" className={styles.note}>
          {outcome && t(outcome)}
        </span>
      </div>
    </div>
  );
}
