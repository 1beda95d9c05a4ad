import {
  AuditorService,
  AuditorServiceEventSeverityLevel,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { createValidatedOpenApiRouter } from '@backstage/backend-openapi-utils';
import { toError } from '@backstage/errors';
import { JsonObject } from '@companyos/golden-engine';
import express, { Request, Router } from 'express';
import { AuthorizedGoldenPath } from './AuthorizedGoldenPath';
import { CampaignCommand } from './domain/campaign';
import { spec } from './schema/openapi.generated';

const COMMANDS: readonly CampaignCommand[] = [
  'start',
  'pause',
  'resume',
  'cancel',
];

/** HTTP over the use cases; requests are checked against the contract before they get here. */
export function createRouter(options: {
  goldenPath: AuthorizedGoldenPath;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
}): Router {
  const { goldenPath, httpAuth, auditor } = options;
  const router = createValidatedOpenApiRouter(spec, {
    middleware: [express.json({ limit: '256kb' })],
  });

  /** Carries out a change so that the audit log tells who tried what and how it ended. */
  async function audited<T>(
    request: unknown,
    event: {
      id: string;
      severity: AuditorServiceEventSeverityLevel;
      meta: JsonObject;
    },
    change: () => Promise<T>,
    metaOf: (result: T) => JsonObject = () => ({}),
  ): Promise<T> {
    const entry = await auditor.createEvent({
      eventId: event.id,
      severityLevel: event.severity,
      request: request as Request,
      meta: event.meta,
    });
    try {
      const result = await change();
      await entry.success({ meta: metaOf(result) });
      return result;
    } catch (error) {
      await entry.fail({ error: toError(error) });
      throw error;
    }
  }

  router.get('/fleet', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    res.json(await goldenPath.listFleet(req.query, credentials));
  });

  router.get('/templates', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    res.json(await goldenPath.listTemplates(credentials));
  });

  router.get('/repositories/:namespace/:kind/:name', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    res.json(await goldenPath.getRepository(req.params, credentials));
  });

  router.post(
    '/repositories/:namespace/:kind/:name/check',
    async (req, res) => {
      const detail = await audited(
        req,
        {
          id: 'repository-check',
          severity: 'low',
          meta: { ...req.params },
        },
        async () =>
          goldenPath.checkRepository(
            req.params,
            await httpAuth.credentials(req),
          ),
        ({ drift }) => ({ status: drift.status }),
      );
      res.json(detail);
    },
  );

  router.get(
    '/repositories/:namespace/:kind/:name/preview',
    async (req, res) => {
      const credentials = await httpAuth.credentials(req);
      res.json(
        await goldenPath.previewUpdate(req.params, req.query, credentials),
      );
    },
  );

  router.post(
    '/repositories/:namespace/:kind/:name/updates',
    async (req, res) => {
      const { to, answers } = req.body ?? {};
      const update = await audited(
        req,
        {
          id: 'update-open',
          severity: 'medium',
          meta: { ...req.params, ...(to && { to }) },
        },
        async () =>
          goldenPath.openUpdate(
            req.params,
            {
              ...(to && { to }),
              ...(answers && { answers: answers as JsonObject }),
            },
            await httpAuth.credentials(req),
          ),
        ({ id, status }) => ({ id, status }),
      );
      res.status(201).json(update);
    },
  );

  router.get('/updates/:id', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    res.json(await goldenPath.getUpdate(req.params.id, credentials));
  });

  router.post('/updates/:id/merge', async (req, res) => {
    const { id } = req.params;
    const update = await audited(
      req,
      { id: 'update-merge', severity: 'medium', meta: { id } },
      async () => goldenPath.mergeUpdate(id, await httpAuth.credentials(req)),
      ({ entityRef, commit }) => ({ entityRef, commit }),
    );
    res.json(update);
  });

  router.post('/updates/:id/close', async (req, res) => {
    const { id } = req.params;
    const update = await audited(
      req,
      { id: 'update-close', severity: 'medium', meta: { id } },
      async () => goldenPath.closeUpdate(id, await httpAuth.credentials(req)),
      ({ entityRef, commit }) => ({ entityRef, commit }),
    );
    res.json(update);
  });

  router.post('/updates/:id/checks', async (req, res) => {
    const { id } = req.params;
    const { name, status, summary, commit, url } = req.body;
    const update = await audited(
      req,
      {
        id: 'check-report',
        severity: 'medium',
        meta: { id, name, status, commit },
      },
      async () =>
        goldenPath.reportCheck(
          id,
          { name, status, summary, commit, ...(url && { url }) },
          await httpAuth.credentials(req, { allow: ['service'] }),
        ),
    );
    res.json(update);
  });

  router.get('/updates/:id/checks/:name/log', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { id, name } = req.params;
    const log = await goldenPath.getCheckLog(id, name, credentials);
    // Written by whoever can push; never to be taken for a page.
    res
      .type('text/plain; charset=utf-8')
      .set('X-Content-Type-Options', 'nosniff')
      .send(log);
  });

  router.get('/campaigns', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    res.json(await goldenPath.listCampaigns(credentials));
  });

  router.post('/campaigns', async (req, res) => {
    const plan = req.body;
    const campaign = await audited(
      req,
      {
        id: 'campaign-plan',
        severity: 'medium',
        meta: {
          title: plan.title,
          template: plan.template,
          to: plan.to,
          repositories: plan.repositories.length,
        },
      },
      async () =>
        goldenPath.planCampaign(plan, await httpAuth.credentials(req)),
      ({ id }) => ({ id }),
    );
    res.status(201).json(campaign);
  });

  router.get('/campaigns/:id', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    res.json(await goldenPath.getCampaign(req.params.id, credentials));
  });

  for (const command of COMMANDS) {
    router.post(`/campaigns/:id/${command}`, async (req, res) => {
      const { id } = req.params;
      const campaign = await audited(
        req,
        { id: `campaign-${command}`, severity: 'high', meta: { id } },
        async () =>
          goldenPath.commandCampaign(
            id,
            command,
            await httpAuth.credentials(req),
          ),
        ({ status }) => ({ status }),
      );
      res.json(campaign);
    });
  }

  return router;
}
