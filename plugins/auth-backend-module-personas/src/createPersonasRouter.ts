import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { toError } from '@backstage/errors';
import express from 'express';
import Router from 'express-promise-router';
import { PersonasOptions } from './readPersonas';

/** What the sign-in page shows of a persona. */
export interface PersonaListItem {
  /** The value for the `x-companyos-persona` header. */
  name: string;
  /** From the catalog; the name while the catalog does not know the person yet. */
  displayName: string;
  role: string;
  description: string;
  /** Whether the catalog knows the person, that is, whether sign-in can succeed. */
  available: boolean;
}

/**
 * `GET /personas/list`: the people one can sign in as. Open to everyone, because it is
 * read before there is a session; it says nothing that the sign-in page does not show.
 */
export function createPersonasRouter(
  options: PersonasOptions,
  deps: { catalog: CatalogService; auth: AuthService; logger: LoggerService },
): express.Router {
  const router = Router();

  router.get('/personas/list', async (_req, res) => {
    const displayNames = await readDisplayNames();
    const items: PersonaListItem[] = options.people.map(person => ({
      name: person.name,
      displayName: displayNames.get(person.name) ?? person.name,
      role: person.role,
      description: person.summary,
      available: displayNames.has(person.name),
    }));
    res.json(items);
  });

  async function readDisplayNames(): Promise<Map<string, string>> {
    try {
      const { items } = await deps.catalog.getEntitiesByRefs(
        {
          entityRefs: options.people.map(
            person => `user:default/${person.name}`,
          ),
        },
        { credentials: await deps.auth.getOwnServiceCredentials() },
      );
      const known = new Map<string, string>();
      for (const entity of items) {
        if (entity) {
          const profile = Object(entity.spec?.profile);
          known.set(
            entity.metadata.name,
            typeof profile.displayName === 'string'
              ? profile.displayName
              : entity.metadata.title ?? entity.metadata.name,
          );
        }
      }
      return known;
    } catch (error) {
      // The page stays usable for reading who there is while the catalog starts.
      deps.logger.warn(
        `Cannot read the example people from the catalog: ${
          toError(error).message
        }`,
      );
      return new Map();
    }
  }

  return router;
}
