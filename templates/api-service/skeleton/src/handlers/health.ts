import { Router, type RequestHandler } from 'express';
import { serviceInfo } from '../config/serviceInfo.ts';
import type { Readiness } from '../services/readiness.ts';

/** What {@link healthRoutes} shows. */
export interface HealthSettings {
  readonly environment: string;
  readonly region: string;
  readonly commit: string;
  readonly readiness: Readiness;
  readonly metrics: RequestHandler;
}

/** Endpoints for probes, deploy checks and people on call. */
export function healthRoutes(settings: HealthSettings): Router {
  const { readiness } = settings;
  const startedAt = new Date();
  const router = Router();

  // Alive means the event loop turns; dependencies must not make the orchestrator kill us.
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });

  router.get('/readyz', async (_request, response) => {
    const dependencies = readiness.phase === 'ready' ? await readiness.dependencies() : [];
    const isReady =
      readiness.phase === 'ready' && dependencies.every(({ state }) => state === 'up');
    response.status(isReady ? 200 : 503).json({
      status: isReady ? 'ready' : 'unavailable',
      phase: readiness.phase,
    });
  });

  router.get('/health', (_request, response) => {
    response.json({
      status: 'ok',
      service: serviceInfo.name,
      version: serviceInfo.version,
      commit: settings.commit,
      node: process.version,
      started_at: startedAt.toISOString(),
    });
  });

  router.get('/status', async (_request, response) => {
    const dependencies = await readiness.dependencies();
    response.json({
      service: serviceInfo.name,
      version: serviceInfo.version,
      environment: settings.environment,
      region: settings.region,
      phase: readiness.phase,
      status: dependencies.every(({ state }) => state === 'up') ? 'up' : 'degraded',
      dependencies,
    });
  });

  router.get('/metrics', settings.metrics);
  return router;
}
