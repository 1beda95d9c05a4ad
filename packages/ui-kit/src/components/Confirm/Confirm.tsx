import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  TextField,
} from '@backstage/ui';
import { useState, type ReactNode } from 'react';
import { useWords } from '../../useWords';
import { ErrorState } from '../States/ErrorState';
import styles from './Confirm.module.css';

/** Props of {@link Confirm}. */
export interface ConfirmProps {
  /** The question ("Delete payments-api?"). */
  title: string;
  /** What will be touched, one thing an item. */
  touches: string[];
  /** Verb with its object ("Delete service"). */
  confirmLabel: string;
  /** Asks to type this text first; only for what cannot be undone. */
  typeToConfirm?: string;
  /** Does it. The dialog stays open, with the cause, when the promise rejects. */
  onConfirm: () => void | Promise<void>;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** `danger` paints the button; without it the accent. */
  tone?: 'default' | 'danger';
  /** Fields that the answer needs: a reason, a note. */
  children?: ReactNode;
  /** False as long as those fields miss something; nothing is done until then. */
  isReady?: boolean;
}

type Outcome =
  | { status: 'idle' | 'busy' }
  | { status: 'failed'; error: unknown };

function ConfirmContent({
  title,
  touches,
  confirmLabel,
  typeToConfirm,
  onConfirm,
  onOpenChange,
  tone = 'default',
  children,
  isReady = true,
}: Omit<ConfirmProps, 'isOpen'>) {
  const t = useWords();
  const [typed, setTyped] = useState('');
  const [outcome, setOutcome] = useState<Outcome>({ status: 'idle' });
  const blocked =
    !isReady || (typeToConfirm !== undefined && typed !== typeToConfirm);

  async function confirm() {
    setOutcome({ status: 'busy' });
    try {
      await onConfirm();
      onOpenChange(false);
    } catch (error) {
      setOutcome({ status: 'failed', error });
    }
  }

  return (
    <>
      <DialogHeader>{title}</DialogHeader>
      <DialogBody>
        <div className={styles.body}>
          {touches.length > 0 && (
            <div>
              <p className={styles.lead}>{t('confirm.touches')}</p>
              <ul className={styles.touches}>
                {touches.map(one => (
                  <li key={one}>{one}</li>
                ))}
              </ul>
            </div>
          )}
          {children}
          {typeToConfirm !== undefined && (
            <TextField
              label={t('confirm.type', { text: typeToConfirm })}
              value={typed}
              onChange={setTyped}
              autoComplete="off"
              spellCheck="false"
            />
          )}
          {outcome.status === 'failed' && (
            <ErrorState title={t('confirm.failed')} error={outcome.error} />
          )}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={() => onOpenChange(false)}>
          {t('confirm.cancel')}
        </Button>
        <Button
          variant="primary"
          destructive={tone === 'danger'}
          isDisabled={blocked}
          isPending={outcome.status === 'busy'}
          onPress={confirm}
        >
          {confirmLabel}
        </Button>
      </DialogFooter>
    </>
  );
}

/** Asks before something happens, and says what it will touch. */
export function Confirm({ isOpen, ...content }: ConfirmProps) {
  return (
    <Dialog isOpen={isOpen} onOpenChange={content.onOpenChange} width={480}>
      {/* Mounted anew with each opening: typed text and errors do not outlive the question. */}
      <ConfirmContent {...content} />
    </Dialog>
  );
}
