import {
  BackstageCredentials,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import { catalogEntityReadPermission } from '@backstage/plugin-catalog-common/alpha';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import express from 'express';
import Router from 'express-promise-router';
import { ProcessingStateStore } from './ProcessingStateStore';
import { readProcessingStatus } from './readProcessingStatus';

/**
 * `GET /processing-status/by-name/:kind/:namespace/:name`: why an entity is stale or
 * broken. Whoever may read the entity may read this; for everyone else it does not exist.
 */
export function createProcessingStatusRouter(deps: {
  store: ProcessingStateStore;
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  catalog: CatalogService;
}): express.Router {
  const router = Router();

  router.get(
    '/processing-status/by-name/:kind/:namespace/:name',
    async (req, res) => {
      const credentials = await deps.httpAuth.credentials(req, {
        allow: ['user', 'service'],
      });
      const { kind, namespace, name } = req.params;
      const entityRef = stringifyEntityRef({ kind, namespace, name });
      if (entityRef.includes('\0')) {
        // No entity has such a name, and PostgreSQL refuses to look for one.
        throw new NotFoundError('No entity has a zero byte in its name');
      }
      const mayRead = await createReadFilter(deps, credentials);
      const status = (await mayRead([entityRef])).length
        ? await readProcessingStatus(deps.store, entityRef, mayRead)
        : undefined;
      if (!status) {
        throw new NotFoundError(`No entity ${entityRef}`);
      }
      res.json(status);
    },
  );

  return router;
}

/**
 * Which entities the caller may read. A plain yes covers entities that never passed
 * processing and are therefore in no answer of the catalog; a conditional one can only be
 * checked on what the catalog serves.
 */
async function createReadFilter(
  deps: { permissions: PermissionsService; catalog: CatalogService },
  credentials: BackstageCredentials,
): Promise<(entityRefs: string[]) => Promise<string[]>> {
  const [decision] = await deps.permissions.authorizeConditional(
    [{ permission: catalogEntityReadPermission }],
    { credentials },
  );
  if (decision.result === AuthorizeResult.ALLOW) {
    return async entityRefs => entityRefs;
  }
  if (decision.result !== AuthorizeResult.CONDITIONAL) {
    return async () => [];
  }
  return async entityRefs => {
    if (!entityRefs.length) {
      return [];
    }
    const { items } = await deps.catalog.getEntitiesByRefs(
      { entityRefs, fields: ['kind', 'metadata'] },
      { credentials },
    );
    return entityRefs.filter((_, index) => items[index]);
  };
}
