import { HttpAuthService, LoggerService } from '@backstage/backend-plugin-api';
import { InputError, toError } from '@backstage/errors';
import { TemplateFolder } from '@companyos/golden-engine';
import express from 'express';
import Router from 'express-promise-router';
import { TaskFigures } from './database/TaskFigures';
import { getTemplate } from './getTemplate';
import { listTemplates } from './listTemplates';
import { previewService } from './previewService';
import { ServiceNames } from './ServiceNames';
import { toAnswers } from './toAnswers';
import { withBackstageErrors } from './withBackstageErrors';

const MAX_BODY = '64kb';
const MAX_QUERY = 300;

/**
 * The routes below `/api/scaffolder/golden-path`, for the form: they only read, and take anyone who is
 * signed in.
 */
export function createGoldenPathRouter(deps: {
  httpAuth: HttpAuthService;
  logger: LoggerService;
  names: ServiceNames;
  /** Gives what services may be created from. */
  templates: TemplateFolder;
  /** The same folder, with what has not been released. */
  allTemplates: TemplateFolder;
  figures: TaskFigures;
}): express.Router {
  const { httpAuth, logger, names, templates, allTemplates, figures } = deps;
  const router = Router();
  const golden = Router();
  router.use('/golden-path', golden);

  golden.use(async (req, _res, next) => {
    await httpAuth.credentials(req, { allow: ['user', 'service'] });
    next();
  });

  golden.get('/name-availability', async (req, res) => {
    const name = queryText(req.query.name, 'name');
    const owner = queryText(req.query.owner ?? '', 'owner');
    const problems = await names.problems({ name, owner });
    res.json({ name, owner, available: problems.length === 0, problems });
  });

  golden.post(
    '/preview',
    express.json({ limit: MAX_BODY }),
    async (req, res) => {
      const { template, version, answers = {} } = req.body ?? {};
      if (typeof template !== 'string') {
        throw new InputError('/template must be the name of a template');
      }
      if (version !== undefined && typeof version !== 'string') {
        throw new InputError('/version must be text');
      }
      const source = await getTemplate(templates, template, version);
      res.json(
        withBackstageErrors(() => previewService(source, toAnswers(answers))),
      );
    },
  );

  golden.get('/templates', async (_req, res) => {
    const known = await figures.byTemplate().catch(error => {
      logger.warn(`Task figures could not be read: ${toError(error).message}`);
      return undefined;
    });
    res.json(
      (await listTemplates(templates, allTemplates)).map(template => ({
        ...template,
        ...(known && {
          tasks: known.get(template.name) ?? {
            succeeded: 0,
            failed: 0,
            p50Ms: null,
            p95Ms: null,
          },
        }),
      })),
    );
  });

  return router;
}

function queryText(value: unknown, name: string): string {
  if (typeof value !== 'string' || value.length > MAX_QUERY) {
    throw new InputError(
      `The query parameter ${name} must be text of at most ${MAX_QUERY} characters`,
    );
  }
  return value;
}
