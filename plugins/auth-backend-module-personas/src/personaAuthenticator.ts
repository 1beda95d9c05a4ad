import { AuthenticationError, NotAllowedError } from '@backstage/errors';
import { createProxyAuthenticator } from '@backstage/plugin-auth-node';
import { Persona, PersonasOptions } from './readPersonas';

/** The request header that names the persona to sign in as. */
export const PERSONA_HEADER = 'x-companyos-persona';

/** What the authenticator found out about a request. */
export interface PersonaResult {
  persona: Persona;
}

/**
 * Reads the persona from the request. There is no password: that the personas are on
 * at all is decided once, at start, by `readPersonas`.
 *
 * The host name is checked on every request, because a page on another site can point
 * its own name at this machine (DNS rebinding) and would then be of the same origin.
 *
 * @throws AuthenticationError when the header is missing or names nobody on the list
 * @throws NotAllowedError when the request addressed a host that is not ours
 */
export function createPersonaAuthenticator(options: PersonasOptions) {
  return createProxyAuthenticator<undefined, PersonaResult, undefined>({
    defaultProfileTransform: async ({ persona }, ctx) => {
      const { entity } = await ctx.findCatalogUser({
        entityRef: { kind: 'User', name: persona.name },
      });
      return { profile: readProfile(entity.spec?.profile) };
    },
    initialize() {
      return undefined;
    },
    async authenticate({ req }) {
      if (
        !options.allowRemote &&
        !options.allowedHosts.has(req.hostname.toLowerCase())
      ) {
        throw new NotAllowedError(
          `Personas answer on this machine only, not on host "${req.hostname}"`,
        );
      }
      const name = req.get(PERSONA_HEADER);
      if (!name) {
        throw new AuthenticationError(
          `Sign-in as a persona needs the header ${PERSONA_HEADER}`,
        );
      }
      const persona = options.people.find(person => person.name === name);
      if (!persona) {
        throw new AuthenticationError(
          `There is no persona of that name; the list is auth.providers.personas.people`,
        );
      }
      return { result: { persona } };
    },
  });
}

function readProfile(profile: unknown): {
  displayName?: string;
  email?: string;
  picture?: string;
} {
  const fields = new Map(Object.entries(profile ?? {}));
  const text = (key: string) => {
    const value = fields.get(key);
    return typeof value === 'string' ? value : undefined;
  };
  return {
    displayName: text('displayName'),
    email: text('email'),
    picture: text('picture'),
  };
}
