import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonIcon } from '@backstage/ui';
import { Wordmark } from '@companyos/ui-kit';
import { RiCloseLine, RiMenuLine } from '@remixicon/react';
import { type ReactElement, useEffect, useState } from 'react';
import { useLocation } from 'react-router-dom';
import { appTranslationRef } from '../translation';
import styles from './Shell.module.css';

/** Navigation beside the content on a wide screen, above it behind a button on a narrow one. */
export function Shell(props: {
  navigation: ReactElement;
  content: ReactElement;
}) {
  const { t } = useTranslationRef(appTranslationRef);
  const { pathname } = useLocation();
  const [open, setOpen] = useState(false);

  useEffect(() => setOpen(false), [pathname]);
  useEffect(() => {
    if (!open) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setOpen(false);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [open]);

  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {t('nav.skip')}
      </a>
      <header className={styles.bar}>
        <Wordmark />
        <ButtonIcon
          variant="secondary"
          aria-label={open ? t('nav.close') : t('nav.open')}
          aria-expanded={open}
          icon={open ? <RiCloseLine /> : <RiMenuLine />}
          onPress={() => setOpen(!open)}
        />
      </header>
      <div className={open ? styles.sideOpen : styles.side}>
        {props.navigation}
      </div>
      <main id="content" tabIndex={-1} className={styles.content}>
        {props.content}
      </main>
    </div>
  );
}
