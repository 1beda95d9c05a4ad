import { Router } from 'express';
import { z } from 'zod';
import { parseInput, Problem } from '../models/problem.ts';
import { newDocumentSchema, workspaceIdSchema } from '../models/document.ts';
import type { DocumentService } from '../services/documentService.ts';

const idSchema = z.object({ id: z.uuid() });

const listSchema = z.strictObject({
  workspace_id: workspaceIdSchema,
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().optional(),
});

function noSuchDocument(): Problem {
  return new Problem(404, 'not-found', 'Not found', 'There is no document with this id.');
}

/** `/documents`: parse, call one use case, shape the answer. */
export function documentRoutes(documents: DocumentService): Router {
  const router = Router();

  router.post('/documents', async (request, response) => {
    const document = await documents.create(parseInput(newDocumentSchema, request.body));
    response.status(201).location(`/documents/${document.id}`).json(document);
  });

  router.get('/documents', async (request, response) => {
    const { workspace_id, limit, cursor } = parseInput(listSchema, request.query);
    response.json(await documents.list(workspace_id, limit, cursor));
  });

  router.get('/documents/:id', async (request, response) => {
    const { id } = parseInput(idSchema, request.params);
    const document = await documents.find(id);
    if (!document) {
      throw noSuchDocument();
    }
    response.json(document);
  });

  router.delete('/documents/:id', async (request, response) => {
    const { id } = parseInput(idSchema, request.params);
    if (!(await documents.remove(id))) {
      throw noSuchDocument();
    }
    response.status(204).end();
  });

  return router;
}
