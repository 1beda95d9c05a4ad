import { useState } from 'react';

/** Something one sets off: whether it runs, what it came to, why it failed. */
export interface Action<T> {
  run: () => Promise<void>;
  isRunning: boolean;
  result: T | undefined;
  error: unknown;
}

/** Runs `work` on demand and keeps what it came to; what came before goes when it runs again. */
export function useAction<T>(work: () => Promise<T>): Action<T> {
  const [state, setState] = useState<{
    isRunning: boolean;
    result?: T;
    error?: unknown;
  }>({ isRunning: false });
  const run = async () => {
    setState({ isRunning: true });
    try {
      setState({ isRunning: false, result: await work() });
    } catch (error) {
      setState({ isRunning: false, error });
    }
  };
  return { run, ...state, result: state.result, error: state.error };
}
