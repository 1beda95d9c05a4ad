import { runtimeConfigSchema, type RuntimeConfig } from '../config/runtime.ts';
import type { Environment } from './environment.ts';
import { publicFlags, readFlags } from './flagFiles.ts';
import { serviceInfo } from './serviceInfo.ts';

/**
 * What every page may know of this environment: the content of `/config.json`.
 *
 * @throws Error when something in it is not fit to be public.
 */
export function publicConfig(environment: Environment): RuntimeConfig {
  return runtimeConfigSchema.parse({
    service: serviceInfo.name,
    version: serviceInfo.version,
    commit: environment.commit,
    environment: environment.name,
    apiBaseUrl: environment.apiBaseUrl,
    apiTimeoutMs: environment.apiTimeoutMs,
    vitalsSampleRatio: environment.vitalsSampleRatio,
    flags: publicFlags(readFlags(), environment.flagOverrides),
  });
}
