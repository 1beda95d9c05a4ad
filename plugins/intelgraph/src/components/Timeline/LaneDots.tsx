import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Lane, TimelineItem } from '@companyos/plugin-intelgraph-common';
import { type KeyboardEvent } from 'react';
import { formatTime } from '../../domain/formatTime';
import { packTracks } from '../../domain/packTracks';
import { Extent, placeOf } from '../../domain/timeScale';
import { useSearchParams } from '../../routing';
import { intelgraphTranslationRef } from '../../translation';
import styles from './LanesView.module.css';
import { laneTone } from './laneTone';

const TRACKS = 3;
/** Share of the width that a dot takes. */
const GAP = 0.03;
const TRACK_HEIGHT = 26;

/** The facts of a kind as dots where they happened; those outside the shown time are left out. */
export function LaneDots(props: {
  lane: Lane;
  facts: TimelineItem[];
  extent: Extent;
  /** The one dot that Tab reaches. */
  current: string | undefined;
  onFocus: (id: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { lane, facts, extent, current, onFocus, onKeyDown } = props;
  const [params, setParams] = useSearchParams();
  const dots = facts
    .filter(fact => fact.lane === lane)
    .map(fact => ({
      fact,
      place: placeOf(Date.parse(fact.occurredAt), extent),
    }))
    .filter(({ place }) => place >= 0 && place <= 1)
    .sort((a, b) => a.place - b.place);
  const tracks = packTracks(
    dots.map(({ place }) => place),
    GAP,
    TRACKS,
  );
  const open = (id: string) =>
    setParams(before => {
      const next = new URLSearchParams(before);
      next.set('fact', id);
      return next;
    });
  return (
    <div
      className={styles.plot}
      style={{ height: TRACK_HEIGHT * (Math.max(0, ...tracks) + 1) + 8 }}
    >
      {dots.map(({ fact, place }, index) => {
        const isConflict = fact.conflictsWith.length > 0;
        const label = t(isConflict ? 'lanes.dotConflict' : 'lanes.dot', {
          lane: t(`lane.${lane}`),
          time: formatTime.whole(fact.occurredAt),
          summary: fact.summary,
        });
        return (
          <button
            key={fact.id}
            type="button"
            data-fact={fact.id}
            data-tone={laneTone[lane]}
            data-conflict={isConflict || undefined}
            className={styles.dot}
            style={{
              insetInlineStart: `${place * 100}%`,
              insetBlockStart: 4 + tracks[index] * TRACK_HEIGHT,
            }}
            tabIndex={fact.id === current ? 0 : -1}
            aria-label={label}
            aria-current={params.get('fact') === fact.id || undefined}
            title={label}
            onFocus={() => onFocus(fact.id)}
            onKeyDown={onKeyDown}
            onClick={() => open(fact.id)}
          />
        );
      })}
    </div>
  );
}
