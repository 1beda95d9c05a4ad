import { useWords } from '../../useWords';
import { Mark } from './Mark';
import styles from './Wordmark.module.css';

/** The mark and the name of the product. */
export function Wordmark() {
  const t = useWords();
  return (
    <span className={styles.wordmark}>
      <Mark size={22} />
      <span>{t('brand.name')}</span>
    </span>
  );
}
