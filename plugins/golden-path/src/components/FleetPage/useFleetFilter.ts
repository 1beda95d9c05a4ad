import type {
  DriftStatus,
  FleetQuery,
} from '@companyos/plugin-golden-path-common';
import { useCallback } from 'react';
import { useSearchParams } from '../../routing';

const NAMES = ['template', 'version', 'status', 'owner', 'text'] as const;
type Name = (typeof NAMES)[number];

const STATUSES = new Set<string>([
  'current',
  'outdated',
  'edited',
  'tampered',
  'undecided',
]);

const isStatus = (value: string | undefined): value is DriftStatus =>
  value !== undefined && STATUSES.has(value);

/** Where a part of the fleet begins; the first without it. */
const CURSOR = 'after';

/** The filter of the fleet as the URL has it, and how to change it. */
export interface FleetFilter {
  values: Pick<FleetQuery, Name>;
  cursor: string | undefined;
  /** Goes to another part of the fleet; the browser's way back leads to this one. */
  goTo: (cursor: string | undefined) => void;
  set: (name: Name, value: string | undefined) => void;
  clear: () => void;
  isSet: boolean;
}

export function useFleetFilter(): FleetFilter {
  const [params, setParams] = useSearchParams();
  const read = (name: Name) => params.get(name)?.slice(0, 200) || undefined;
  const status = read('status');
  const values = {
    template: read('template'),
    version: read('version'),
    status: isStatus(status) ? status : undefined,
    owner: read('owner'),
    text: read('text'),
  };
  return {
    values,
    cursor: params.get(CURSOR)?.slice(0, 2000) || undefined,
    goTo: useCallback(
      cursor =>
        setParams(before => {
          const next = new URLSearchParams(before);
          if (cursor === undefined) next.delete(CURSOR);
          else next.set(CURSOR, cursor);
          return next;
        }),
      [setParams],
    ),
    set: useCallback(
      (name, value) =>
        setParams(
          before => {
            const next = new URLSearchParams(before);
            if (value === undefined) next.delete(name);
            else next.set(name, value);
            next.delete(CURSOR);
            // A version belongs to a template.
            if (name === 'template') next.delete('version');
            return next;
          },
          { replace: true },
        ),
      [setParams],
    ),
    clear: useCallback(
      () =>
        setParams(
          before => {
            const next = new URLSearchParams(before);
            for (const name of [...NAMES, CURSOR]) next.delete(name);
            return next;
          },
          { replace: true },
        ),
      [setParams],
    ),
    isSet: Object.values(values).some(value => value !== undefined),
  };
}
