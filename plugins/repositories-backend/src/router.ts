import {
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { LocalGit } from '@companyos/local-git';
import {
  RepositoryBlob,
  repositoryReadPermission,
  RepositorySummary,
  RepositoryView,
} from '@companyos/plugin-repositories-common';
import express from 'express';
import Router from 'express-promise-router';
import { z } from 'zod';

const MAXIMUM_BLOB_BYTES = 1024 * 1024;
const HISTORY = 20;

const viewQuery = z.object({ ref: z.string().max(256).default('main') });
const blobQuery = viewQuery.extend({ path: z.string().min(1).max(1024) });

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new InputError(`${issue.path.join('.')}: ${issue.message}`);
  }
  return result.data;
}

/**
 * `GET /repositories`, `GET /repositories/:owner/:name` (files and history at `ref`) and
 * `GET /repositories/:owner/:name/blob` (one file). Reading needs
 * `repositories.repository.read`; nothing here writes.
 */
export function createRouter(deps: {
  repositories: LocalGit | undefined;
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
}): express.Router {
  const router = Router();

  router.use(async (req, _res, next) => {
    const credentials = await deps.httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    const [decision] = await deps.permissions.authorize(
      [{ permission: repositoryReadPermission }],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `Reading repositories needs the permission ${repositoryReadPermission.name}`,
      );
    }
    next();
  });

  const folder = () => {
    if (!deps.repositories) {
      throw new NotFoundError('This portal has no embedded git folder');
    }
    return deps.repositories;
  };

  router.get('/repositories', async (_req, res) => {
    const heads = (await deps.repositories?.heads()) ?? [];
    const items: RepositorySummary[] = heads.map(({ owner, name, head }) => ({
      owner,
      name,
      head,
      clonePath: folder().clonePath({ owner, name }),
    }));
    res.json({ items });
  });

  router.get('/repositories/:owner/:name', async (req, res) => {
    const { owner, name } = req.params;
    const { ref } = parse(viewQuery, req.query);
    const { commit, files } = await folder().listFiles({ owner, name, ref });
    const log = await folder().log({
      owner,
      name,
      ref: commit,
      limit: HISTORY,
    });
    const view: RepositoryView = {
      owner,
      name,
      head: await folder().head({ owner, name }),
      clonePath: folder().clonePath({ owner, name }),
      commit,
      files,
      history: log.map(entry => ({
        commit: entry.commit,
        author: entry.author.name,
        committedAt: new Date(entry.committedAt).toISOString(),
        subject: entry.subject,
      })),
    };
    res.json(view);
  });

  router.get('/repositories/:owner/:name/blob', async (req, res) => {
    const { owner, name } = req.params;
    const { ref, path } = parse(blobQuery, req.query);
    const { commit, bytes } = await folder().readFile({
      owner,
      name,
      ref,
      path,
      maxBytes: MAXIMUM_BLOB_BYTES,
    });
    const blob: RepositoryBlob = {
      path,
      commit,
      sizeBytes: bytes.length,
      // A NUL byte is how git itself tells a binary file.
      ...(bytes.includes(0) ? {} : { text: bytes.toString('utf8') }),
    };
    res.json(blob);
  });

  return router;
}
