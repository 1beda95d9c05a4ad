import { Skeleton, VisuallyHidden } from '@backstage/ui';
import { useWords } from '../../useWords';
import styles from './LoadingState.module.css';

/** Props of {@link LoadingState}. */
export interface LoadingStateProps {
  /** What is being loaded, without a verb ("services"). */
  label: string;
  /** The shape the content will have; `lines` without it. */
  shape?: 'table' | 'cards' | 'page' | 'lines';
}

const rows = [0, 1, 2, 3, 4, 5];
const cells = ['30%', '15%', '20%', '15%'];

function Table() {
  return (
    <div className={styles.table}>
      {rows.map(row => (
        <div key={row} className={styles.row}>
          {cells.map((width, index) => (
            <Skeleton key={index} width={width} height={12} />
          ))}
        </div>
      ))}
    </div>
  );
}

function Cards() {
  return (
    <div className={styles.cards}>
      {rows.slice(0, 4).map(card => (
        <div key={card} className={styles.card}>
          <Skeleton width="40%" height={14} />
          <Skeleton width="90%" height={12} />
          <Skeleton width="70%" height={12} />
        </div>
      ))}
    </div>
  );
}

function Lines() {
  return (
    <div className={styles.lines}>
      <Skeleton width="60%" height={12} />
      <Skeleton width="80%" height={12} />
      <Skeleton width="50%" height={12} />
    </div>
  );
}

function WholePage() {
  return (
    <div className={styles.page}>
      <Skeleton width="8rem" height={12} />
      <Skeleton width="18rem" height={22} />
      <Skeleton width="60%" height={16} />
      <Table />
    </div>
  );
}

const shapes = { table: Table, cards: Cards, page: WholePage, lines: Lines };

/** A skeleton in the shape the content will have, so that nothing jumps when it comes. */
export function LoadingState({ label, shape = 'lines' }: LoadingStateProps) {
  const t = useWords();
  const Shape = shapes[shape];
  return (
    <div role="status" aria-busy="true">
      <VisuallyHidden>{t('states.loading', { label })}</VisuallyHidden>
      <div aria-hidden className={styles.shape}>
        <Shape />
      </div>
    </div>
  );
}
