import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import { createValidatedOpenApiRouter } from '@backstage/backend-openapi-utils';
import { isError } from '@backstage/errors';
import { Router } from 'express';
import { AuthorizedDecisions } from './AuthorizedDecisions';
import { DecisionSort } from './database/DecisionStore';
import { spec } from './schema/openapi.generated';

/** HTTP over the use cases; requests are checked against the contract before they get here. */
export function createRouter(options: {
  decisions: AuthorizedDecisions;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
}): Router {
  const { decisions, httpAuth, auditor } = options;
  const router = createValidatedOpenApiRouter(spec);

  router.get('/records', async (req, res) => {
    const {
      sort = '-date',
      limit = 50,
      fields,
      owner,
      q,
      ...filters
    } = req.query;
    const page = await decisions.listRecords(
      {
        ...filters,
        ownerRef: owner,
        text: q,
        sort: sort.replace('-', '') as DecisionSort,
        descending: sort.startsWith('-'),
        limit,
        withBody: fields === 'body',
      },
      await httpAuth.credentials(req),
    );
    res.json(page);
  });

  router.get('/records/:id', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    res.json(await decisions.getRecord(req.params.id, credentials));
  });

  router.get('/entities/by-name/:kind/:namespace/:name', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    res.json(await decisions.getEntityDecisions(req.params, credentials));
  });

  router.get('/problems', async (req, res) => {
    const { limit = 50, ...filters } = req.query;
    const credentials = await httpAuth.credentials(req);
    res.json(await decisions.listProblems({ ...filters, limit }, credentials));
  });

  router.post('/refresh', async (req, res) => {
    const { entityRef } = req.body;
    const event = await auditor.createEvent({
      eventId: 'record-refresh',
      severityLevel: 'low',
      request: req,
      meta: { entityRef },
    });
    try {
      const credentials = await httpAuth.credentials(req);
      const result = await decisions.refresh(entityRef, credentials);
      await event.success({ meta: { recordCount: result.records.length } });
      res.json(result);
    } catch (error) {
      await event.fail({
        error: isError(error) ? error : new Error(String(error)),
      });
      throw error;
    }
  });

  return router;
}
