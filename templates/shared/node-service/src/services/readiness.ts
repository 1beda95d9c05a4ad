/** Where the process is in its life. Only `ready` takes traffic. */
export type Phase = 'starting' | 'ready' | 'draining';

/** State of one thing this service needs. */
export interface DependencyState {
  readonly name: string;
  readonly state: 'up' | 'down';
  readonly latency_ms: number;
}

/** Knows whether this instance should get requests. */
export interface Readiness {
  phase: Phase;
  /** Asks every dependency now; never throws and never takes longer than the timeout. */
  dependencies(): Promise<DependencyState[]>;
}

/** Creates the readiness of an instance that is starting. `pingDatabase` rejects when it gets no answer. */
export function createReadiness(pingDatabase: () => Promise<void>, timeoutMs: number): Readiness {
  // Probes come in parallel; one question to the database answers all of them.
  let pending: Promise<DependencyState> | undefined;
  const askDatabase = async (): Promise<DependencyState> => {
    const startedAt = performance.now();
    const answered = pingDatabase().then(
      () => true,
      () => false,
    );
    const { promise: tooLate, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => {
      resolve(false);
    }, timeoutMs);
    const up = await Promise.race([answered, tooLate]);
    clearTimeout(timer);
    return {
      name: 'database',
      state: up ? 'up' : 'down',
      latency_ms: Math.round((performance.now() - startedAt) * 1_000) / 1_000,
    };
  };
  return {
    phase: 'starting',
    async dependencies() {
      pending ??= askDatabase().finally(() => {
        pending = undefined;
      });
      return [await pending];
    },
  };
}
