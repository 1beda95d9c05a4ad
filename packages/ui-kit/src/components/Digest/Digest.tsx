import { Tooltip, TooltipTrigger, VisuallyHidden } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { Button } from 'react-aria-components';
import { useWords } from '../../useWords';
import { useCopy } from '../copy/useCopy';
import styles from './Digest.module.css';

const SHOWN_CHARACTERS = 12;

/** Props of {@link Digest}. */
export interface DigestProps {
  /** The whole digest, with or without its `sha256:` prefix. */
  value: string;
  /** What it is the digest of ("template digest"). */
  label?: string;
}

/** A digest short enough to read, whole on hover and focus, and to copy. */
export function Digest({ value, label }: DigestProps) {
  const t = useWords();
  const [outcome, copy] = useCopy();
  const short = value.replace(/^[a-z0-9]+:/i, '').slice(0, SHOWN_CHARACTERS);
  const name = label ?? t('digest.label');
  const Icon = outcome === 'done' ? RiCheckLine : RiFileCopyLine;
  return (
    <span className={styles.digest}>
      <TooltipTrigger delay={300}>
        <Button
          className={styles.button}
          aria-label={t('copy.digest', {
            label: name,
            value: short,
          })}
          onPress={() => copy(value)}
        >
          <span>{short}</span>
          <Icon aria-hidden className={styles.icon} />
        </Button>
        <Tooltip>
          <span className={styles.whole}>{value}</span>
        </Tooltip>
      </TooltipTrigger>
      {outcome === 'failed' ? (
        <span role="status" className={styles.failed}>
          {t('copy.failed')}
        </span>
      ) : (
        <VisuallyHidden role="status">
          {outcome === 'done' ? t('copy.done') : ''}
        </VisuallyHidden>
      )}
    </span>
  );
}
