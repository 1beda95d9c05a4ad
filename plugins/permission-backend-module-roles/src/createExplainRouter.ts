import {
  HttpAuthService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { DEFAULT_NAMESPACE, parseEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import express from 'express';
import Router from 'express-promise-router';
import { explain, Explanation } from './explain';
import { Role } from './roles';

/** What `GET /explain` answers. */
export type ExplainResponse = Omit<Explanation, 'contactRefs'> & {
  contacts: { entityRef: string; title: string }[];
};

const PERMISSION_NAME = /^[a-z0-9]+([.:-][a-z0-9]+)*$/i;

/**
 * `GET /explain?permission=<name>`: may I, why, and whom do I ask. For the caller only,
 * so that nobody reads off it what others may do.
 */
export function createExplainRouter(deps: {
  roles: readonly Role[];
  httpAuth: HttpAuthService;
  userInfo: UserInfoService;
  catalog: CatalogService;
}): express.Router {
  const router = Router();

  router.get('/explain', async (req, res) => {
    const credentials = await deps.httpAuth.credentials(req, {
      allow: ['user'],
    });
    const { permission } = req.query;
    if (
      typeof permission !== 'string' ||
      permission.length > 200 ||
      !PERMISSION_NAME.test(permission)
    ) {
      throw new InputError(
        'permission: expected one permission name, for example scaffolder.task.create',
      );
    }
    const { ownershipEntityRefs } = await deps.userInfo.getUserInfo(
      credentials,
    );
    const { contactRefs, ...explanation } = explain(
      permission,
      deps.roles,
      ownershipEntityRefs,
    );
    const { items } = contactRefs.length
      ? await deps.catalog.getEntitiesByRefs(
          { entityRefs: contactRefs },
          { credentials },
        )
      : { items: [] };
    const response: ExplainResponse = {
      ...explanation,
      contacts: contactRefs.map((entityRef, index) => {
        const entity = items[index];
        const displayName = Object(entity?.spec?.profile).displayName;
        return {
          entityRef,
          title:
            typeof displayName === 'string'
              ? displayName
              : entity?.metadata.title ??
                parseEntityRef(entityRef, {
                  defaultNamespace: DEFAULT_NAMESPACE,
                }).name,
        };
      }),
    };
    res.json(response);
  });

  return router;
}
