import {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { ANNOTATION_LOCATION } from '@backstage/catalog-model';
import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
  toError,
} from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { taskCreatePermission } from '@backstage/plugin-scaffolder-common/alpha';
import {
  CreateServiceDeps,
  principalOf,
  waitUntilVisible,
} from './createService';

/**
 * Which file describes which component.
 */
export interface RegisterServiceRequest {
  readonly entityRef: string;
  readonly catalogInfoUrl: string;
  readonly credentials: BackstageCredentials;
  readonly signal?: AbortSignal;
  readonly log: (line: string) => void;
}

/**
 * Makes the catalog read a service's `catalog-info.yaml` and waits until it shows the component. Asked by
 * somebody who may create, done by the portal: people need no right over the catalog as such to publish what
 * the golden path made. A location that is registered already is success.
 *
 * @throws NotAllowedError, ConflictError when the component comes from another file
 */
export async function registerService(
  deps: CreateServiceDeps & { auth: AuthService },
  request: RegisterServiceRequest,
): Promise<{ isVisible: boolean }> {
  const { auditor, auth, catalog, permissions } = deps;
  const { entityRef, catalogInfoUrl, credentials, signal, log } = request;
  const location = `url:${catalogInfoUrl}`;
  const event = await auditor.createEvent({
    eventId: 'golden-path-register',
    severityLevel: 'medium',
    meta: { entityRef, location, initiator: principalOf(credentials) },
  });
  try {
    const [decision] = await permissions.authorize(
      [{ permission: taskCreatePermission }],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `Creating a service needs the permission ${taskCreatePermission.name}`,
      );
    }
    const own = { credentials: await auth.getOwnServiceCredentials() };
    const entity = await catalog.getEntityByRef(entityRef, own);
    const known = entity?.metadata.annotations?.[ANNOTATION_LOCATION];
    if (entity && known !== location) {
      throw new ConflictError(
        `The catalog already has ${entityRef}, from ${known}`,
      );
    }
    const isRegistered = await catalog
      .getLocationByRef(location, own)
      .catch(error => {
        if (toError(error).name === NotFoundError.name) return undefined;
        throw error;
      });
    if (!isRegistered) {
      await catalog.addLocation({ type: 'url', target: catalogInfoUrl }, own);
      log(`Registered ${catalogInfoUrl}`);
    }
    const isVisible = await waitUntilVisible(deps, {
      entityRef,
      isOurs: ({ metadata }) =>
        metadata.annotations?.[ANNOTATION_LOCATION] === location,
      credentials,
      signal,
    });
    log(
      isVisible
        ? `The catalog has ${entityRef}`
        : `The catalog does not show ${entityRef} yet; it reads the file again by itself`,
    );
    await event.success();
    return { isVisible };
  } catch (error) {
    await event.fail({ error: toError(error) });
    throw error;
  }
}
