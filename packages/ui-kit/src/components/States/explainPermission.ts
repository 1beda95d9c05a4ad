import { ResponseError } from '@backstage/errors';
import { type fetchApiRef } from '@backstage/frontend-plugin-api';

type FetchApi = (typeof fetchApiRef)['T'];

/** Why a permission is denied and who can grant it, as the permission back end explains it. */
export interface PermissionExplanation {
  reason: string | undefined;
  /** Titles of the roles the person has. */
  yourRoles: string[];
  /** Titles of the roles that grant the permission. */
  grantedBy: string[];
  /** Groups and people to ask. */
  contacts: { entityRef: string; title: string }[];
}

function objects(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value)
    ? value.filter(item => typeof item === 'object' && item !== null)
    : [];
}

function firstText(...values: unknown[]): string | undefined {
  return values.find(
    (value): value is string => typeof value === 'string' && value !== '',
  );
}

function texts(values: (string | undefined)[]): string[] {
  return values.filter(value => value !== undefined);
}

/**
 * Asks which roles grant a permission and whom to ask.
 *
 * @throws ResponseError when the back end refuses, or the error of the fetch itself
 */
export async function explainPermission(
  fetchApi: FetchApi,
  permission: string,
  signal: AbortSignal,
): Promise<PermissionExplanation> {
  const response = await fetchApi.fetch(
    `plugin://permission/explain?permission=${encodeURIComponent(permission)}`,
    { signal },
  );
  if (!response.ok) {
    throw await ResponseError.fromResponse(response);
  }
  const body: Record<string, unknown> = Object(await response.json());
  const grantedBy = objects(body.grantedBy);
  const named = objects(body.contacts);
  const contacts = named.length
    ? named
    : grantedBy.map(({ groupRef, title }) => ({ entityRef: groupRef, title }));
  return {
    reason: firstText(body.reason),
    yourRoles: texts(
      objects(body.yourRoles).map(role => firstText(role.title, role.name)),
    ),
    grantedBy: texts(grantedBy.map(role => firstText(role.title, role.role))),
    contacts: contacts.flatMap(contact => {
      const entityRef = firstText(contact.entityRef);
      return entityRef
        ? [{ entityRef, title: firstText(contact.title) ?? entityRef }]
        : [];
    }),
  };
}
