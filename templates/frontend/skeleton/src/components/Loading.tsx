import { words } from '../words/words.ts';

/** Says that something is on its way, and keeps its place. */
export function Loading() {
  return (
    <div role="status" className="loading">
      <span className="visually-hidden">{words.loading}</span>
      <div className="skeleton" />
      <div className="skeleton" />
      <div className="skeleton" />
    </div>
  );
}
