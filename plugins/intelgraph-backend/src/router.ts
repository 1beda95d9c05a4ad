import {
  AuditorService,
  AuditorServiceEventSeverityLevel,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { createValidatedOpenApiRouter } from '@backstage/backend-openapi-utils';
import { toError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import express, { Request, Router } from 'express';
import { Caller } from './Access';
import { AuthorizedIntelGraph } from './AuthorizedIntelGraph';
import { spec } from './schema/openapi.generated';
import { writeLines } from './writeLines';

/** HTTP over the use cases that read and decide; requests are checked against the contract before they get here. */
export function createRouter(options: {
  intelGraph: AuthorizedIntelGraph;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
}): Router {
  const { intelGraph, httpAuth, auditor } = options;
  const router = createValidatedOpenApiRouter(spec, {
    middleware: [express.json({ limit: '1mb' })],
  });
  const callerOf = (req: unknown): Promise<Caller> =>
    httpAuth.credentials(req as Request, { allow: ['user', 'service'] });

  /** Carries out a change so that the audit log tells who tried what and how it ended. */
  async function audited<T>(
    request: unknown,
    event: {
      id: string;
      severity: AuditorServiceEventSeverityLevel;
      meta: JsonObject;
    },
    change: (caller: Caller) => Promise<T>,
  ): Promise<T> {
    const entry = await auditor.createEvent({
      eventId: event.id,
      severityLevel: event.severity,
      request: request as Request,
      meta: event.meta,
    });
    try {
      const result = await change(await callerOf(request));
      await entry.success();
      return result;
    } catch (error) {
      await entry.fail({ error: toError(error) });
      throw error;
    }
  }

  router.get('/timeline', async (req, res) => {
    res.json(await intelGraph.getTimeline(req.query, await callerOf(req)));
  });

  router.get('/timeline/export', async (req, res) => {
    const pages = await intelGraph.exportTimeline(
      req.query,
      await callerOf(req),
    );
    res.set('Content-Disposition', 'attachment; filename="timeline.ndjson"');
    await writeLines(res as unknown as express.Response, pages);
  });

  router.get('/timeline/histogram', async (req, res) => {
    res.json(await intelGraph.getHistogram(req.query, await callerOf(req)));
  });

  router.get('/feed', async (req, res) => {
    res.json(await intelGraph.getFeed(req.query, await callerOf(req)));
  });

  router.get('/facts/:id', async (req, res) => {
    const caller = await callerOf(req);
    res.json(await intelGraph.getFact(req.params.id, req.query, caller));
  });

  router.get('/facts/:id/verify', async (req, res) => {
    const caller = await callerOf(req);
    res.json(await intelGraph.verifyFact(req.params.id, req.query, caller));
  });

  router.post('/facts/:id/erase', async (req, res) => {
    const { id } = req.params;
    const { reason } = req.body;
    res.json(
      await audited(
        req,
        { id: 'fact-erase', severity: 'high', meta: { fact: id, reason } },
        caller => intelGraph.eraseFact(id, reason, req.query, caller),
      ),
    );
  });

  router.get('/graph', async (req, res) => {
    res.json(await intelGraph.getGraph(req.query, await callerOf(req)));
  });

  router.get('/entities', async (req, res) => {
    res.json(await intelGraph.listEntities(req.query, await callerOf(req)));
  });

  router.get('/sources', async (req, res) => {
    res.json(await intelGraph.listSources(req.query, await callerOf(req)));
  });

  router.get('/sources/:id/verify', async (req, res) => {
    const caller = await callerOf(req);
    const id = Number(req.params.id);
    res.json(await intelGraph.verifySource(id, req.query, caller));
  });

  router.get('/sources/:id/rejects', async (req, res) => {
    const caller = await callerOf(req);
    const id = Number(req.params.id);
    res.json(await intelGraph.listRejects(id, req.query, caller));
  });

  router.get('/quarantine', async (req, res) => {
    res.json(await intelGraph.listQuarantine(req.query, await callerOf(req)));
  });

  router.post('/quarantine/:id/retry', async (req, res) => {
    const { id } = req.params;
    res.json(
      await audited(
        req,
        { id: 'quarantine-retry', severity: 'medium', meta: { id } },
        caller => intelGraph.retryQuarantine(id, req.query, caller),
      ),
    );
  });

  router.post('/quarantine/:id/discard', async (req, res) => {
    const { id } = req.params;
    const { reason } = req.body;
    res.json(
      await audited(
        req,
        { id: 'quarantine-discard', severity: 'medium', meta: { id, reason } },
        caller => intelGraph.discardQuarantine(id, reason, req.query, caller),
      ),
    );
  });

  router.get('/schemas', async (req, res) => {
    res.json(await intelGraph.listSchemas(await callerOf(req)));
  });

  router.post('/schemas', async (req, res) => {
    const { type, version, schema, compatibility } = req.body;
    const registered = await audited(
      req,
      { id: 'schema-register', severity: 'medium', meta: { type, version } },
      caller =>
        intelGraph.registerSchema(
          { type, version, schema: schema as JsonObject, compatibility },
          caller,
        ),
    );
    res.status(201).json(registered);
  });

  router.get('/schemas/:type/:version', async (req, res) => {
    const { type, version } = req.params;
    res.json(await intelGraph.getSchema(type, version, await callerOf(req)));
  });

  router.get('/incidents', async (req, res) => {
    res.json(await intelGraph.listIncidents(req.query, await callerOf(req)));
  });

  router.get('/incidents/by-ref', async (req, res) => {
    res.json(await intelGraph.getIncident(req.query, await callerOf(req)));
  });

  router.post('/incidents/acknowledge', async (req, res) => {
    const { incident, note } = req.body;
    res.json(
      await audited(
        req,
        { id: 'incident-acknowledge', severity: 'medium', meta: { incident } },
        caller =>
          intelGraph.acknowledgeIncident(incident, note, req.query, caller),
      ),
    );
  });

  router.get('/tenants', async (req, res) => {
    res.json(await intelGraph.listTenants(await callerOf(req)));
  });

  router.get('/operations/:id', async (req, res) => {
    const caller = await callerOf(req);
    res.json(await intelGraph.getOperation(req.params.id, req.query, caller));
  });

  return router;
}
