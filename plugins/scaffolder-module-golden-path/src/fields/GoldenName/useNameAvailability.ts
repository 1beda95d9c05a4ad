import { useApi } from '@backstage/frontend-plugin-api';
import { useLoaded } from '@companyos/ui-kit';
import { useCallback } from 'react';
import { NameAvailability } from '../../api/GoldenPathApi';
import { goldenPathApiRef } from '../../api/goldenPathApiRef';
import { useDebounced } from '../../hooks/useDebounced';

/** Long enough for a typist to finish a word, short enough to feel live. */
const DEBOUNCE_MS = 350;

/** How far the question has come. */
export type AvailabilityState =
  | { status: 'loading' }
  | { status: 'ready'; value: NameAvailability }
  | { status: 'failed'; error: unknown };

/**
 * Asks the back end about the name once typing pauses.
 *
 * @returns undefined while there is no name to ask about
 */
export function useNameAvailability(
  name: string,
  owner: string | undefined,
): AvailabilityState | undefined {
  const api = useApi(goldenPathApiRef);
  const settledName = useDebounced(name, DEBOUNCE_MS);

  const load = useCallback(
    async (signal: AbortSignal) => ({
      name: settledName,
      answer: settledName
        ? await api.nameAvailability({ name: settledName, owner }, { signal })
        : undefined,
    }),
    [api, settledName, owner],
  );
  const { value, error } = useLoaded(load);

  if (!name) {
    return undefined;
  }
  if (name === settledName && error !== undefined) {
    return { status: 'failed', error };
  }
  // An answer to an earlier name is no answer to this one.
  if (value?.name === name && value.answer) {
    return { status: 'ready', value: value.answer };
  }
  return { status: 'loading' };
}
