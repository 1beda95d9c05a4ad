import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Link } from '@backstage/ui';
import { EmptyState } from '@companyos/ui-kit';
import { useState } from 'react';
import { adrTranslationRef } from '../../translation';
import { recordTemplate } from './recordTemplate';
import styles from './FirstRecord.module.css';

/** There are no records: how to write the first one. */
export function FirstRecord({ location }: { location?: string }) {
  const { t } = useTranslationRef(adrTranslationRef);
  const [outcome, setOutcome] = useState<'copied' | 'copyFailed'>();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(recordTemplate);
      setOutcome('copied');
    } catch {
      // Not allowed, or not a secure page.
      setOutcome('copyFailed');
    }
  };
  return (
    <EmptyState
      title={t('first.title')}
      description={
        <>
          <p>
            {t('first.text', { location: location ?? t('first.anyLocation') })}{' '}
            <Link href="https://adr.github.io/madr/">{t('first.format')}</Link>.
          </p>
          <pre className={styles.file} aria-label={t('first.file')}>
            {recordTemplate}
          </pre>
        </>
      }
      action={
        <>
          <Button variant="primary" onPress={copy}>
            {t('first.copy')}
          </Button>
          <span role="status">{outcome && t(`first.${outcome}`)}</span>
        </>
      }
    />
  );
}
