import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { RiHistoryLine } from '@remixicon/react';
import { type ReactNode } from 'react';
import { intelgraphTranslationRef } from '../../translation';
import styles from './Travelled.module.css';

/** Says that this is not now, and leads back. */
export function Travelled({
  text,
  onBack,
}: {
  text: ReactNode;
  onBack: () => void;
}) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  return (
    <div className={styles.banner} role="status">
      <RiHistoryLine aria-hidden className={styles.icon} />
      <span>{text}</span>
      <Button variant="secondary" onPress={onBack}>
        {t('travel.back')}
      </Button>
    </div>
  );
}
