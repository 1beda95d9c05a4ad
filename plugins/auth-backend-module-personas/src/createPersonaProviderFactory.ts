import { AuditorService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError, toError } from '@backstage/errors';
import {
  AuthProviderFactory,
  createProxyAuthRouteHandlers,
} from '@backstage/plugin-auth-node';
import {
  createPersonaAuthenticator,
  PERSONA_HEADER,
  PersonaResult,
} from './personaAuthenticator';
import { PersonasOptions } from './readPersonas';

/**
 * The auth provider behind `/api/auth/personas/refresh`. Each attempt is audited as
 * `persona-sign-in`, with the persona's name and how it ended.
 */
export function createPersonaProviderFactory(
  options: PersonasOptions,
  auditor: AuditorService,
): AuthProviderFactory {
  return ({ config, resolverContext }) => {
    const handlers = createProxyAuthRouteHandlers<PersonaResult>({
      authenticator: createPersonaAuthenticator(options),
      config,
      resolverContext,
      signInResolver: ({ result }, ctx) =>
        ctx.signInWithCatalogUser({
          entityRef: { kind: 'User', name: result.persona.name },
        }),
    });
    return {
      ...handlers,
      async refresh(req, res) {
        const persona = req.get(PERSONA_HEADER)?.slice(0, 128);
        const event = await auditor.createEvent({
          eventId: 'persona-sign-in',
          severityLevel: 'medium',
          request: req,
          meta: { persona: persona ?? null },
        });
        try {
          await handlers.refresh!(req, res);
        } catch (cause) {
          const error = explain(toError(cause), persona);
          await event.fail({ error });
          throw error;
        }
        await event.success();
      },
    };
  };
}

/** The catalog reads its sources after the port is open, so a first sign-in can be early. */
function explain(error: Error, persona: string | undefined): Error {
  if (error.name !== 'NotFoundError') {
    return error;
  }
  return new ServiceUnavailableError(
    `The catalog has no User "${persona}" yet. The example people load within seconds of a start; if this stays, check the catalog locations.`,
  );
}
