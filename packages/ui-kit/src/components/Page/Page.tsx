import { type ReactNode } from 'react';
import styles from './Page.module.css';

/** Props of {@link Page}. */
export interface PageProps {
  children: ReactNode;
}

/** The frame of a page: one column, up to 1440 px wide. The app's layout provides the landmark. */
export function Page({ children }: PageProps) {
  return <div className={styles.page}>{children}</div>;
}
