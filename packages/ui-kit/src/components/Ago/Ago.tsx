import { Tooltip, TooltipTrigger } from '@backstage/ui';
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { useWords } from '../../useWords';
import { absoluteUtc } from './absoluteUtc';
import { relativeTime } from './relativeTime';
import styles from './Ago.module.css';

/** Props of {@link Ago}. */
export interface AgoProps {
  /** ISO 8601 text, milliseconds since the epoch, or a Date. */
  time: string | number | Date;
}

/** How long to wait until the text can change: seconds tick within the first hour, then minutes. */
function tickMs(ageMs: number): number {
  if (Math.abs(ageMs) < 60_000) return 5_000;
  if (Math.abs(ageMs) < 3_600_000) return 30_000;
  return 300_000;
}

/** A moment as "3 h ago", kept current; the absolute UTC time on hover and focus. */
export function Ago({ time }: AgoProps) {
  const t = useWords();
  const [now, setNow] = useState(() => Date.now());
  const [showAbsolute, setShowAbsolute] = useState(false);
  const timeMs = new Date(time).getTime();
  const valid = Number.isFinite(timeMs);
  const delayMs = tickMs(now - timeMs);

  useEffect(() => {
    if (!valid) return undefined;
    const timer = setInterval(() => setNow(Date.now()), delayMs);
    return () => clearInterval(timer);
  }, [valid, delayMs]);

  if (!valid) {
    return <span>{t('ago.unknown')}</span>;
  }
  const absolute = absoluteUtc(timeMs);
  const relative = relativeTime(timeMs, now) ?? t('ago.now');
  return (
    <TooltipTrigger delay={300}>
      {/* Touch screens know no hover, so a press swaps the two forms. */}
      <Button
        className={styles.ago}
        onPress={() => setShowAbsolute(!showAbsolute)}
      >
        <time dateTime={new Date(timeMs).toISOString()}>
          {showAbsolute ? absolute : relative}
        </time>
      </Button>
      <Tooltip>{showAbsolute ? relative : absolute}</Tooltip>
    </TooltipTrigger>
  );
}
