import express, { type Express } from 'express';
import type { Logger } from 'pino';
import type { Environment } from './config/environment.ts';
import { documentRoutes } from './handlers/documents.ts';
import { healthRoutes } from './handlers/health.ts';
import { sessionRoutes } from './handlers/session.ts';
import { observeRequest } from './middleware/observeRequest.ts';
import { notFound, problemHandler } from './middleware/problemHandler.ts';
import { protect } from './middleware/protect.ts';
import type { Database } from './models/database.ts';
import { createDocumentStore } from './models/documentStore.ts';
import { createDocumentService } from './services/documentService.ts';
import { createFeatureFlags, readFlags } from './services/featureFlags.ts';
import { createReadiness, type Readiness } from './services/readiness.ts';
import { createSessionService } from './services/sessionService.ts';
import { createMetrics, type Metrics } from './telemetry/metrics.ts';

/** A service that is wired but does not listen yet. */
export interface Service {
  readonly app: Express;
  readonly readiness: Readiness;
  readonly metrics: Metrics;
}

/** Wires everything together; the only place that knows all parts. */
export async function createService(
  environment: Environment,
  logger: Logger,
  database: Database,
): Promise<Service> {
  const readiness = createReadiness(database.ping, environment.databaseTimeoutMs);
  const metrics = createMetrics({ commit: environment.commit });
  const flags = await createFeatureFlags(readFlags(), environment.flagOverrides);
  const documents = createDocumentService(
    createDocumentStore(database.sql),
    flags,
    environment.region,
  );

  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', environment.trustProxyHops);
  app.set('query parser', 'simple');

  app.use(observeRequest(logger, metrics));
  // Before the rate limit: a probe must never be refused because a client is noisy.
  app.use(
    healthRoutes({
      environment: environment.name,
      region: environment.region,
      commit: environment.commit,
      readiness,
      metrics: metrics.handler,
    }),
  );
  app.use(protect(environment));
  app.use(express.json({ limit: environment.bodyLimitBytes }));
  app.use(documentRoutes(documents));
  if (environment.demoLogin) {
    app.use(sessionRoutes(createSessionService()));
  }
  app.use(notFound);
  app.use(problemHandler(logger));
  return { app, readiness, metrics };
}
