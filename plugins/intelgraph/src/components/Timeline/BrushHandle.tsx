import { type KeyboardEvent } from 'react';
import styles from './Brush.module.css';

const FAR = 10;

/** One end of a selection, moved with the keys of a slider. */
export function BrushHandle(props: {
  label: string;
  /** CSS length from the start of the plot. */
  position: string;
  value: number;
  min: number;
  max: number;
  /** The value in words. */
  text: string;
  onChange: (value: number) => void;
  /** What other keys do: take the selection, give it up. */
  onKey: (event: KeyboardEvent) => void;
}) {
  const { label, position, value, min, max, text, onChange, onKey } = props;
  const onKeyDown = (event: KeyboardEvent) => {
    const next = {
      ArrowLeft: value - 1,
      ArrowDown: value - 1,
      ArrowRight: value + 1,
      ArrowUp: value + 1,
      PageDown: value - FAR,
      PageUp: value + FAR,
      Home: min,
      End: max,
    }[event.key];
    if (next === undefined) {
      onKey(event);
      return;
    }
    event.preventDefault();
    onChange(Math.min(max, Math.max(min, next)));
  };
  return (
    <span
      role="slider"
      tabIndex={0}
      className={styles.handle}
      style={{ insetInlineStart: position }}
      aria-label={label}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-valuenow={value}
      aria-valuetext={text}
      onKeyDown={onKeyDown}
    />
  );
}
