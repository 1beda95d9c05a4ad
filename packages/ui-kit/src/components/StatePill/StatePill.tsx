import {
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiErrorWarningFill,
  RiPlayCircleFill,
  RiQuestionFill,
  RiShieldCheckFill,
} from '@remixicon/react';
import { type ReactNode } from 'react';
import { type State } from '../../tokens/tokens';
import { useWords } from '../../useWords';
import styles from './StatePill.module.css';

const icons = {
  pass: RiCheckboxCircleFill,
  warn: RiErrorWarningFill,
  fail: RiCloseCircleFill,
  info: RiPlayCircleFill,
  unknown: RiQuestionFill,
  waived: RiShieldCheckFill,
} as const;

/** Props of {@link StatePill}. */
export interface StatePillProps {
  state: State;
  /** The state in words; without it the state's own word. */
  children?: ReactNode;
}

/** A state as icon and word; the colour only repeats what they say. */
export function StatePill({ state, children }: StatePillProps) {
  const t = useWords();
  const Icon = icons[state];
  return (
    <span className={styles.pill} data-state={state}>
      <Icon aria-hidden className={styles.icon} />
      <span>{children ?? t(`state.${state}`)}</span>
    </span>
  );
}
