import { CompoundEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { useCallback, useEffect, useRef, useState } from 'react';
import { BuildRecord, buildRecordApiRef } from '../../api/buildRecordApiRef';

/** How often to look while a build runs or may be about to, and how often otherwise. */
const BUSY_INTERVAL_MS = 2_000;
const CALM_INTERVAL_MS = 30_000;

/** The reader starts a build on its own when it opens; watch closely for that long. */
const WATCH_MS = 15_000;

/** The build record of an entity, kept current while the page is visible. */
export function useBuildRecord({ kind, namespace, name }: CompoundEntityRef): {
  record: BuildRecord | undefined;
  error: unknown;
  /** Reads it again now, and watches closely for a while. */
  refresh: () => void;
} {
  const api = useApi(buildRecordApiRef);
  const [state, setState] = useState<{ record?: BuildRecord; error?: unknown }>(
    {},
  );
  const refreshNow = useRef(() => {});

  useEffect(() => {
    const aborter = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let watchUntilMs = Date.now() + WATCH_MS;
    let round = 0;

    const read = async () => {
      round += 1;
      const thisRound = round;
      clearTimeout(timer);
      let busy = false;
      if (!document.hidden) {
        try {
          const record = await api.getRecord(
            { kind, namespace, name },
            aborter.signal,
          );
          busy = record.builds[0]?.outcome === 'running';
          if (thisRound === round && !aborter.signal.aborted) {
            setState({ record });
          }
        } catch (error) {
          if (thisRound === round && !aborter.signal.aborted) {
            // A record that was read before stays, it only gets older.
            setState(({ record }) => ({ record, error }));
          }
        }
      }
      if (thisRound === round && !aborter.signal.aborted) {
        timer = setTimeout(
          read,
          busy || Date.now() < watchUntilMs
            ? BUSY_INTERVAL_MS
            : CALM_INTERVAL_MS,
        );
      }
    };

    refreshNow.current = () => {
      watchUntilMs = Date.now() + WATCH_MS;
      void read();
    };
    setState({});
    void read();
    return () => {
      aborter.abort();
      clearTimeout(timer);
    };
  }, [api, kind, namespace, name]);

  const refresh = useCallback(() => refreshNow.current(), []);
  return { record: state.record, error: state.error, refresh };
}
