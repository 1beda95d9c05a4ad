import { useWords } from '../../useWords';
import { CopyButton } from '../copy/CopyButton';
import styles from './CopyCommand.module.css';

/** Props of {@link CopyCommand}. */
export interface CopyCommandProps {
  /** The command as one would type it. */
  command: string;
  /** What the command does. */
  label?: string;
}

/** A command to run in a terminal, ready to copy. */
export function CopyCommand({ command, label }: CopyCommandProps) {
  const t = useWords();
  return (
    <div className={styles.box}>
      {label && <div className={styles.label}>{label}</div>}
      <div className={styles.line}>
        <code className={styles.command}>{command}</code>
        <CopyButton text={command} label={t('copy.command')} />
      </div>
    </div>
  );
}
