import { useApi } from '@backstage/frontend-plugin-api';
import { JsonObject } from '@backstage/types';
import { useEffect, useMemo, useState } from 'react';
import { GoldenPreview } from '../../api/GoldenPathApi';
import { goldenPathApiRef } from '../../api/goldenPathApiRef';
import { useDebounced } from '../../hooks/useDebounced';

const DEBOUNCE_MS = 400;

/** The files for the answers so far. */
export interface PreviewState {
  /** The last tree that could be rendered; kept while a new one is on its way. */
  preview?: GoldenPreview;
  isUpdating: boolean;
  /** What keeps the current answers from being rendered. */
  problems: GoldenPreview['problems'];
  error?: Error;
  retry: () => void;
}

/**
 * Renders the tree for the answers once typing pauses, and keeps showing the
 * last good tree while answers do not fit.
 *
 * @param template - undefined for a template that is no golden path: nothing is asked
 */
export function usePreview(
  template: { name: string; version?: string } | undefined,
  answers: JsonObject,
): PreviewState | undefined {
  const api = useApi(goldenPathApiRef);
  const request = useDebounced(JSON.stringify(answers), DEBOUNCE_MS);
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<Omit<PreviewState, 'retry'>>({
    isUpdating: true,
    problems: [],
  });
  const name = template?.name;
  const version = template?.version;

  useEffect(() => {
    if (!name) {
      return undefined;
    }
    const controller = new AbortController();
    setState(last => ({ ...last, isUpdating: true }));
    api
      .preview(
        { template: name, version, answers: JSON.parse(request) },
        { signal: controller.signal },
      )
      .then(
        preview => {
          if (controller.signal.aborted) return;
          // For answers that do not fit, the back end renders samples: good for
          // a first look, worse than what the person has already got right.
          const isSample = preview.problems.length > 0;
          setState(last => ({
            isUpdating: false,
            problems: preview.problems,
            preview:
              preview.files.length === 0 || (isSample && last.preview)
                ? last.preview
                : preview,
          }));
        },
        error => {
          if (controller.signal.aborted) return;
          setState(last => ({
            isUpdating: false,
            problems: [],
            preview: last.preview,
            error,
          }));
        },
      );
    return () => controller.abort();
  }, [api, name, version, request, attempt]);

  return useMemo(
    () =>
      name
        ? { ...state, retry: () => setAttempt(count => count + 1) }
        : undefined,
    [name, state],
  );
}
