import { Source } from '@companyos/plugin-intelgraph-common';

/** A rejection counts against a source for this long. */
const REJECT_COUNTS_MS = 15 * 60_000;
/** A source is silent when it has missed so many turns. */
const TURNS_MISSED = 3;

/**
 * How a source is doing: failing when what it sends is refused or cannot be read, silent when it was to be heard of
 * and was not, healthy otherwise.
 */
export function sourceHealth(
  source: {
    /** Epoch ms. */
    lastSeenAt: number;
    lastRejectedAt: number | null;
    waiting: number;
  },
  expectedEveryMs: number | undefined,
  nowMs: number,
): Pick<Source, 'status' | 'statusReason'> {
  if (
    source.lastRejectedAt !== null &&
    nowMs - source.lastRejectedAt < REJECT_COUNTS_MS
  ) {
    return {
      status: 'failing',
      statusReason: 'Events of it were refused in the last 15 minutes',
    };
  }
  if (source.waiting > 0) {
    return {
      status: 'failing',
      statusReason:
        source.waiting === 1
          ? 'One of its events waits in quarantine'
          : `${source.waiting} of its events wait in quarantine`,
    };
  }
  const silentMs = nowMs - source.lastSeenAt;
  if (
    expectedEveryMs !== undefined &&
    silentMs > TURNS_MISSED * expectedEveryMs
  ) {
    return {
      status: 'silent',
      statusReason: `It was to be heard of every ${spanOf(
        expectedEveryMs,
      )}, and was last ${spanOf(silentMs)} ago`,
    };
  }
  return {
    status: 'healthy',
    statusReason:
      expectedEveryMs === undefined
        ? 'Everything it sent was taken'
        : 'It was heard of in time, and everything it sent was taken',
  };
}

function spanOf(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 2) return `${Math.max(1, Math.round(ms / 1000))} s`;
  if (minutes < 120) return `${Math.round(minutes)} min`;
  return minutes < 48 * 60
    ? `${Math.round(minutes / 60)} h`
    : `${Math.round(minutes / 1440)} days`;
}
