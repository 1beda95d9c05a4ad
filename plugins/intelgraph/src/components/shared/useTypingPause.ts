import { useEffect, useState } from 'react';

const TYPING_PAUSE_MS = 300;

/** A text field whose value is taken over when the person stops typing. */
export function useTypingPause(
  value: string,
  commit: (text: string) => void,
): [string, (text: string) => void] {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text.trim() === value) return undefined;
    const timer = setTimeout(() => commit(text.trim()), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, value, commit]);
  return [text, setText];
}
