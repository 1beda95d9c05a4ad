import { HttpAuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import express from 'express';
import Router from 'express-promise-router';
import { BuildStore } from './database/BuildStore';
import { asSeenAt } from './domain/asSeenAt';
import { Build } from './domain/Build';
import { sourceProblem } from './domain/sourceProblem';

/** A docs build as the API shows it. Times are UTC ISO strings. */
export interface BuildView {
  readonly id: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly outcome: Build['outcome'];
  readonly reason: string | null;
  readonly etag: string | null;
  readonly durationMs: number | null;
}

/** The answer of `GET /builds/by-name/:kind/:namespace/:name`. */
export interface BuildsView {
  readonly entityRef: string;
  /** Newest first. */
  readonly builds: readonly BuildView[];
  /** Why no build can even begin; `null` when one can. */
  readonly problem: string | null;
}

const ID = /^[0-9a-f-]{36}$/;

/**
 * The record of docs builds over HTTP. Who may see the entity in the catalog
 * may see its builds; for everybody else they do not exist (404).
 */
export function createRouter(options: {
  readonly store: BuildStore;
  readonly catalog: Pick<CatalogService, 'getEntityByRef'>;
  readonly httpAuth: HttpAuthService;
  /** The current time, epoch ms. */
  readonly now: () => number;
}): express.Router {
  const { store, catalog, httpAuth, now } = options;
  const router = Router();

  router.get('/builds/by-name/:kind/:namespace/:name', async (req, res) => {
    const credentials = await httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    const entityRef = stringifyEntityRef(req.params);
    const entity = await catalog.getEntityByRef(entityRef, { credentials });
    if (!entity) {
      throw new NotFoundError(`No entity ${entityRef}`);
    }
    const builds = await store.list(entityRef);
    const nowMs = now();
    const view: BuildsView = {
      entityRef,
      builds: builds.map(build => toView(asSeenAt(build, nowMs))),
      problem: sourceProblem(entity),
    };
    res.json(view);
  });

  router.get('/builds/:id/log', async (req, res) => {
    const credentials = await httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    const { id } = req.params;
    const build = ID.test(id) ? await store.read(id) : undefined;
    const visible =
      build && (await catalog.getEntityByRef(build.entityRef, { credentials }));
    if (!build || !visible) {
      throw new NotFoundError('No such docs build');
    }
    res
      .type('text/plain; charset=utf-8')
      .set('X-Content-Type-Options', 'nosniff')
      .set('Cache-Control', 'no-store')
      .send(build.log);
  });

  return router;
}

function toView(build: Build): BuildView {
  return {
    id: build.id,
    startedAt: new Date(build.startedAtMs).toISOString(),
    finishedAt:
      build.finishedAtMs === null
        ? null
        : new Date(build.finishedAtMs).toISOString(),
    outcome: build.outcome,
    reason: build.reason,
    etag: build.etag,
    durationMs:
      build.finishedAtMs === null
        ? null
        : Math.max(0, build.finishedAtMs - build.startedAtMs),
  };
}
