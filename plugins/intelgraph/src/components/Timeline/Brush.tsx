import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { formatTime } from '../../domain/formatTime';
import { Bar } from '../../domain/histogramBars';
import { intelgraphTranslationRef } from '../../translation';
import shared from '../shared/shared.module.css';
import styles from './Brush.module.css';
import { BrushHandle } from './BrushHandle';
import { Bars } from './Bars';

/** Bars from `start` up to, without, `end`. */
interface Selection {
  start: number;
  end: number;
}

/** Bars over time, of which a stretch is chosen by dragging or with two handles. */
export function Brush({
  bars,
  label,
  onSelect,
}: {
  bars: Bar[];
  label: string;
  /** Epoch milliseconds. */
  onSelect: (fromMs: number, toMs: number) => void;
}) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const plot = useRef<HTMLDivElement>(null);
  const anchor = useRef<number>();
  const whole = { start: 0, end: bars.length };
  const [selection, setSelection] = useState<Selection>(whole);
  const isWhole = selection.start === 0 && selection.end === bars.length;
  const fromMs = bars[selection.start].fromMs;
  const toMs = bars[selection.end - 1].toMs;

  const barAt = (event: PointerEvent) => {
    const box = plot.current?.getBoundingClientRect();
    if (!box?.width) return 0;
    const index = Math.floor(
      ((event.clientX - box.left) / box.width) * bars.length,
    );
    return Math.min(bars.length - 1, Math.max(0, index));
  };
  const drag = (event: PointerEvent) => {
    if (anchor.current === undefined) return;
    const here = barAt(event);
    setSelection({
      start: Math.min(anchor.current, here),
      end: Math.max(anchor.current, here) + 1,
    });
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !isWhole) onSelect(fromMs, toMs);
    if (event.key === 'Escape' && !isWhole) {
      event.preventDefault();
      setSelection(whole);
    }
  };
  const count = bars
    .slice(selection.start, selection.end)
    .reduce((sum, bar) => sum + bar.total, 0);
  const share = (index: number) => `${(index / bars.length) * 100}%`;

  return (
    <div className={styles.brush}>
      <div
        ref={plot}
        className={styles.plot}
        onPointerDown={event => {
          if (event.button !== 0) return;
          anchor.current = barAt(event);
          drag(event);
        }}
        onPointerMove={drag}
        onPointerUp={() => {
          anchor.current = undefined;
        }}
        onPointerLeave={() => {
          anchor.current = undefined;
        }}
      >
        <Bars bars={bars} label={label} />
        {!isWhole && (
          <div
            aria-hidden
            className={styles.selection}
            style={{
              insetInlineStart: share(selection.start),
              width: share(selection.end - selection.start),
            }}
          />
        )}
        <BrushHandle
          label={t('histogram.start')}
          position={share(selection.start)}
          value={selection.start}
          min={0}
          max={selection.end - 1}
          text={formatTime.whole(fromMs)}
          onChange={start => setSelection({ ...selection, start })}
          onKey={onKey}
        />
        <BrushHandle
          label={t('histogram.end')}
          position={share(selection.end)}
          value={selection.end}
          min={selection.start + 1}
          max={bars.length}
          text={formatTime.whole(toMs)}
          onChange={end => setSelection({ ...selection, end })}
          onKey={onKey}
        />
      </div>
      <div className={styles.axis} aria-hidden>
        <span>{formatTime.moment(bars[0].fromMs)}</span>
        <span>{formatTime.moment(bars[bars.length - 1].toMs)}</span>
      </div>
      <p className={shared.note}>{t('histogram.hint')}</p>
      {!isWhole && (
        <div className={shared.line}>
          <span>
            {t('histogram.selected', {
              from: formatTime.whole(fromMs),
              to: formatTime.whole(toMs),
              count,
            })}
          </span>
          <Button variant="primary" onPress={() => onSelect(fromMs, toMs)}>
            {t('histogram.show')}
          </Button>
          <Button variant="secondary" onPress={() => setSelection(whole)}>
            {t('histogram.clear')}
          </Button>
        </div>
      )}
    </div>
  );
}
