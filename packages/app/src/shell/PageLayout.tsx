import {
  BreadcrumbEntry,
  type PageLayoutProps,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { useDocumentTitle } from '@companyos/ui-kit';
import { NavLink, useResolvedPath } from 'react-router-dom';
import { appTranslationRef } from '../translation';
import styles from './PageLayout.module.css';

function Title({ children }: { children: string }) {
  useDocumentTitle(children);
  return <h1 className={styles.title}>{children}</h1>;
}

/**
 * The frame of pages that bring no header of their own: a title, and sub-pages as links.
 * Links, not tabs: each leads to a page with an address.
 */
export function PageLayout(props: PageLayoutProps) {
  const { title, titleLink, noHeader, headerActions, tabs, children } = props;
  const { t } = useTranslationRef(appTranslationRef);
  const parentPath = useResolvedPath('.').pathname.replace(/\/$/, '');
  if (noHeader || !title) return <>{children}</>;

  const hrefOf = (href: string) =>
    href.startsWith('/')
      ? href
      : `${parentPath}/${href}`.replace(/\/{2,}/g, '/');
  return (
    <BreadcrumbEntry
      entry={{ label: title, href: titleLink ?? (parentPath || '/') }}
    >
      <header className={styles.header}>
        <Title>{title}</Title>
        {tabs && tabs.length > 0 && (
          <nav aria-label={t('nav.within', { title })}>
            <ul className={styles.tabs}>
              {tabs.map(tab => (
                <li key={tab.id}>
                  <NavLink
                    to={hrefOf(tab.href)}
                    className={({ isActive }) =>
                      isActive ? styles.active : styles.tab
                    }
                  >
                    {tab.label}
                  </NavLink>
                </li>
              ))}
            </ul>
          </nav>
        )}
        {headerActions && <div className={styles.actions}>{headerActions}</div>}
      </header>
      <div className={styles.content}>{children}</div>
    </BreadcrumbEntry>
  );
}
