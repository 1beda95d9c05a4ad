import { BgProvider, ButtonIcon } from '@backstage/ui';
import { RiCloseLine } from '@remixicon/react';
import { type ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useWords } from '../../useWords';
import styles from './Drawer.module.css';

/** Props of {@link Drawer}. */
export interface DrawerProps {
  title: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** Buttons at the foot of the drawer. */
  actions?: ReactNode;
  children: ReactNode;
}

/**
 * A sheet at the side of the page. Keeps the focus inside while open, closes on Esc and on a press
 * beside it, and gives the focus back to where it came from.
 */
export function Drawer({
  title,
  isOpen,
  onOpenChange,
  actions,
  children,
}: DrawerProps) {
  const t = useWords();
  return (
    <ModalOverlay
      className={styles.overlay}
      isDismissable
      isOpen={isOpen}
      onOpenChange={onOpenChange}
    >
      <Modal className={styles.sheet}>
        <Dialog className={styles.dialog}>
          <BgProvider bg="neutral-1">
            <div className={styles.head}>
              <Heading slot="title" level={2} className={styles.title}>
                {title}
              </Heading>
              <ButtonIcon
                variant="tertiary"
                aria-label={t('drawer.close')}
                icon={<RiCloseLine />}
                onPress={() => onOpenChange(false)}
              />
            </div>
            <div className={styles.body}>{children}</div>
            {actions && <div className={styles.actions}>{actions}</div>}
          </BgProvider>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
