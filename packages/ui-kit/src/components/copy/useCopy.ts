import { useCallback, useEffect, useState } from 'react';

/** What became of the last copy: nothing yet, done, or refused by the browser. */
export type CopyOutcome = 'idle' | 'done' | 'failed';

const SHOWN_MS = 3_000;

/** Writes text to the clipboard and remembers the outcome for a few seconds. */
export function useCopy(): [CopyOutcome, (text: string) => Promise<void>] {
  const [outcome, setOutcome] = useState<CopyOutcome>('idle');

  useEffect(() => {
    if (outcome === 'idle') return undefined;
    const timer = setTimeout(() => setOutcome('idle'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = useCallback(async (text: string) => {
    try {
      // Absent on plain http, where browsers keep the clipboard to themselves.
      await navigator.clipboard.writeText(text);
      setOutcome('done');
    } catch {
      setOutcome('failed');
    }
  }, []);

  return [outcome, copy];
}
