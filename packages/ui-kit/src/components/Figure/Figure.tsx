import { type ReactNode } from 'react';
import { useWords } from '../../useWords';
import styles from './Figure.module.css';

/** Props of {@link Figure}. */
export interface FigureProps {
  label: string;
  value: ReactNode;
  /** Unit of the value and of the points ("ms", "%"). */
  unit?: string;
  /** Change in words, with its span ("+12 % since Monday"). */
  delta?: ReactNode;
  /** The course of the value, oldest first. Drawn when there are two or more. */
  points?: number[];
  /** What the number means, in one sentence. */
  sentence?: ReactNode;
}

const WIDTH = 96;
const HEIGHT = 24;
const INSET = 2;

function sparkline(points: number[]): string {
  const low = Math.min(...points);
  const span = Math.max(...points) - low || 1;
  return points
    .map((point, index) => {
      const x = INSET + (index / (points.length - 1)) * (WIDTH - 2 * INSET);
      const y = HEIGHT - INSET - ((point - low) / span) * (HEIGHT - 2 * INSET);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
}

/** A number that matters: value, unit, change, course and what it means. */
export function Figure({
  label,
  value,
  unit,
  delta,
  points,
  sentence,
}: FigureProps) {
  const t = useWords();
  const course = points?.filter(Number.isFinite) ?? [];
  const withUnit = (point: number) => (unit ? `${point} ${unit}` : `${point}`);
  return (
    <div className={styles.figure}>
      <div className={styles.label}>{label}</div>
      <div className={styles.line}>
        <span className={styles.value}>
          {value}
          {unit && <span className={styles.unit}> {unit}</span>}
        </span>
        {delta && <span className={styles.delta}>{delta}</span>}
        {course.length > 1 && (
          <svg
            className={styles.course}
            viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
            width={WIDTH}
            height={HEIGHT}
            role="img"
            aria-label={t('figure.trend', {
              from: withUnit(course[0]),
              to: withUnit(course[course.length - 1]),
            })}
          >
            <polyline points={sparkline(course)} />
          </svg>
        )}
      </div>
      {sentence && <div className={styles.sentence}>{sentence}</div>}
    </div>
  );
}
