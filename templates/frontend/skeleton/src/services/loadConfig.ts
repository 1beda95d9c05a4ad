import { runtimeConfigSchema, type RuntimeConfig } from '../../config/runtime.ts';

const ATTEMPTS = 2;
const TIMEOUT_MS = 10_000;

/**
 * Loads and checks the settings of this environment.
 *
 * @throws Error when they can't be loaded or are not what the schema says.
 */
export async function loadConfig(): Promise<RuntimeConfig> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await fetch('/config.json', { signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (!response.ok) {
        throw new Error(`/config.json answered ${String(response.status)}`);
      }
      const body: unknown = await response.json();
      return runtimeConfigSchema.parse(body);
    } catch (error) {
      if (attempt === ATTEMPTS) {
        throw error;
      }
    }
  }
}
