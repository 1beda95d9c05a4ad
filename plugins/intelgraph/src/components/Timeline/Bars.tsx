import { memo } from 'react';
import { Bar } from '../../domain/histogramBars';
import styles from './Brush.module.css';
import { laneTone } from './laneTone';

const HEIGHT = 100;
const WIDTH = 10;
const GAP = 1.5;

/** Stacked bars, one a stretch of time, one ink a lane. */
export const Bars = memo(({ bars, label }: { bars: Bar[]; label: string }) => (
  <svg
    className={styles.bars}
    viewBox={`0 0 ${bars.length * WIDTH} ${HEIGHT}`}
    preserveAspectRatio="none"
    role="img"
    aria-label={label}
  >
    {bars.map(({ fromMs, segments }, index) => (
      <g key={fromMs}>
        {segments.map(({ lane, bottom, height }) => (
          <rect
            key={lane}
            data-tone={laneTone[lane]}
            x={index * WIDTH + GAP / 2}
            y={(1 - bottom - height) * HEIGHT}
            width={WIDTH - GAP}
            height={height * HEIGHT}
          />
        ))}
      </g>
    ))}
  </svg>
));
Bars.displayName = 'Bars';
