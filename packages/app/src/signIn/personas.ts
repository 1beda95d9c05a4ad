import type { ConfigApi } from '@backstage/frontend-plugin-api';

/** One of the example people a demo portal can be entered as. */
export interface Persona {
  /** Name of the User entity. */
  name: string;
  displayName: string;
  role: string;
  description: string;
  /** Whether the catalog knows the person yet; sign-in succeeds only then. */
  available: boolean;
}

/** Whether this portal is entered as one of the example people. */
export function hasPersonas(configApi: ConfigApi): boolean {
  return Boolean(
    configApi.getOptionalConfigArray('auth.providers.personas.people')?.length,
  );
}

/**
 * The example people, as the back end knows them now.
 * @param authUrl - base URL of the auth plugin
 * @throws Error when the back end can't be reached or answers with an error
 */
export async function fetchPersonas(authUrl: string): Promise<Persona[]> {
  const response = await fetch(`${authUrl}/personas/list`);
  if (!response.ok) {
    throw new Error(`The portal answered ${response.status}.`);
  }
  return response.json();
}
