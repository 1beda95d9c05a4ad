import { BgProvider } from '@backstage/ui';
import { useId, type ReactNode } from 'react';
import styles from './Panel.module.css';

/** Props of {@link Panel}. */
export interface PanelProps {
  title?: string;
  actions?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
}

/** A card: white ground, one hairline border, no shadow. */
export function Panel({ title, actions, footer, children }: PanelProps) {
  const titleId = useId();
  const content = (
    <>
      {(title || actions) && (
        <div className={styles.head}>
          {title && (
            <h3 className={styles.title} id={titleId}>
              {title}
            </h3>
          )}
          {actions && <div className={styles.actions}>{actions}</div>}
        </div>
      )}
      <div className={styles.body}>{children}</div>
      {footer && <div className={styles.footer}>{footer}</div>}
    </>
  );
  return (
    // Tells the controls inside that they stand on a card, so that they step one shade up.
    <BgProvider bg="neutral-1">
      {title ? (
        <section className={styles.panel} aria-labelledby={titleId}>
          {content}
        </section>
      ) : (
        <div className={styles.panel}>{content}</div>
      )}
    </BgProvider>
  );
}
