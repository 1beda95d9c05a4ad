import { useEffect, useId, useState } from 'react';
import styles from './shared.module.css';

/** `2026-03-01T10:04` in local time, as the field of the browser has it. */
function toLocal(time: string | undefined): string {
  if (!time) return '';
  const date = new Date(time);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000)
    .toISOString()
    .slice(0, 16);
}

/** A date and a time of day, local; the value is ISO 8601 UTC. Takes effect on Enter and when one leaves it. */
export function DateTimeField(props: {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  description?: string;
}) {
  const { label, value, onChange, description } = props;
  const id = useId();
  const descriptionId = useId();
  const [text, setText] = useState(toLocal(value));
  useEffect(() => setText(toLocal(value)), [value]);

  const commit = () => {
    if (text === toLocal(value)) return;
    const timeMs = text ? new Date(text).getTime() : NaN;
    onChange(
      Number.isFinite(timeMs) ? new Date(timeMs).toISOString() : undefined,
    );
  };
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="datetime-local"
        className={styles.input}
        value={text}
        aria-describedby={description ? descriptionId : undefined}
        onChange={event => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={event => event.key === 'Enter' && commit()}
      />
      {description && (
        <span id={descriptionId} className={styles.note}>
          {description}
        </span>
      )}
    </div>
  );
}
