import { ButtonIcon, VisuallyHidden } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useWords } from '../../useWords';
import { useCopy } from './useCopy';
import styles from './CopyButton.module.css';

/** Props of {@link CopyButton}. */
export interface CopyButtonProps {
  text: string;
  /** What the button does, with its object ("Copy command"). */
  label: string;
}

/** Copies a text and says so, to eyes and to screen readers. */
export function CopyButton({ text, label }: CopyButtonProps) {
  const t = useWords();
  const [outcome, copy] = useCopy();
  return (
    <>
      <ButtonIcon
        variant="tertiary"
        aria-label={label}
        icon={outcome === 'done' ? <RiCheckLine /> : <RiFileCopyLine />}
        onPress={() => copy(text)}
      />
      {outcome === 'failed' ? (
        <span role="status" className={styles.failed}>
          {t('copy.failed')}
        </span>
      ) : (
        <VisuallyHidden role="status">
          {outcome === 'done' ? t('copy.done') : ''}
        </VisuallyHidden>
      )}
    </>
  );
}
