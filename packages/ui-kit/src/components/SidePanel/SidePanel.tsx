import { BgProvider, ButtonIcon } from '@backstage/ui';
import { RiCloseLine } from '@remixicon/react';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useWords } from '../../useWords';
import styles from './SidePanel.module.css';

/** Props of {@link SidePanel}. */
export interface SidePanelProps {
  title: string;
  /** What the panel is about; another one takes the focus to its title. */
  subject: string;
  onClose: () => void;
  /** Buttons at the foot of the panel. */
  actions?: ReactNode;
  /** The page beside which it stands; it stays live and in reach. */
  page: ReactNode;
  isOpen: boolean;
  children: ReactNode;
}

/**
 * A sheet beside the page for a look at one thing after the other. Unlike `Drawer` it does not lock the page: the
 * page makes room and stays in use. The focus goes to the title and, on Esc and on Close, back to where it came from.
 */
export function SidePanel({ page, isOpen, ...panel }: SidePanelProps) {
  return (
    <div className={styles.beside} data-open={isOpen || undefined}>
      <div className={styles.page}>{page}</div>
      {isOpen && <Sheet {...panel} />}
    </div>
  );
}

function Sheet({
  title,
  subject,
  onClose,
  actions,
  children,
}: Omit<SidePanelProps, 'page' | 'isOpen'>) {
  const t = useWords();
  const titleId = useId();
  const sheet = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const opener = useRef<HTMLElement | null>(null);

  useEffect(() => {
    const active = document.activeElement;
    if (active instanceof HTMLElement && !sheet.current?.contains(active)) {
      opener.current = active === document.body ? null : active;
    }
    heading.current?.focus({ preventScroll: true });
  }, [subject]);

  useEffect(
    () => () => {
      if (opener.current?.isConnected) opener.current.focus();
    },
    [],
  );

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // A dialog or menu that is open on top has the first right to Esc.
      const isElsewhere =
        event.target instanceof Element &&
        event.target.closest(
          '[role="dialog"], [role="menu"], [role="listbox"]',
        );
      if (event.key === 'Escape' && !event.defaultPrevented && !isElsewhere) {
        onClose();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [onClose]);

  return (
    <section ref={sheet} className={styles.sheet} aria-labelledby={titleId}>
      <BgProvider bg="neutral-1">
        <div className={styles.head}>
          <h2 id={titleId} ref={heading} tabIndex={-1} className={styles.title}>
            {title}
          </h2>
          <ButtonIcon
            variant="tertiary"
            aria-label={t('drawer.close')}
            icon={<RiCloseLine />}
            onPress={onClose}
          />
        </div>
        <div className={styles.body}>{children}</div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </BgProvider>
    </section>
  );
}
