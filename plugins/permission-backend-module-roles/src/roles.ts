import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { Config } from '@backstage/config';
import { InputError, toError } from '@backstage/errors';

/** The roles that rules can name. */
export const ROLE_NAMES = [
  'platform-engineers',
  'service-developers',
  'site-reliability-engineers',
  'compliance-officers',
  'security-analysts',
  'tenant-admins',
] as const;

/** One of the {@link ROLE_NAMES}. */
export type RoleName = (typeof ROLE_NAMES)[number];

/** A role and the catalog groups whose members hold it. */
export interface Role {
  name: RoleName;
  /** The role in words, singular. */
  title: string;
  /** Full group refs, lower case. */
  groups: string[];
  /** Full entity ref of whom to ask for the role. */
  contact: string;
}

const TITLES: Record<RoleName, string> = {
  'platform-engineers': 'Platform engineer',
  'service-developers': 'Service developer',
  'site-reliability-engineers': 'Site reliability engineer',
  'compliance-officers': 'Compliance officer',
  'security-analysts': 'Security analyst',
  'tenant-admins': 'Tenant administrator',
};

const DEFAULT_CONTACT = 'group:default/platform-team';

/**
 * Reads `companyos.roles` over the defaults, in the order of {@link ROLE_NAMES}.
 *
 * @throws InputError naming the key, when a role is unknown or a ref does not parse:
 *   a role that quietly has no members is found out too late
 */
export function readRoles(config: Config): Role[] {
  const configured = config.getOptionalConfig('companyos.roles');
  for (const name of configured?.keys() ?? []) {
    if (!ROLE_NAMES.some(known => known === name)) {
      throw new InputError(
        `companyos.roles.${name} is not a role; the roles are ${ROLE_NAMES.join(
          ', ',
        )}`,
      );
    }
  }
  return ROLE_NAMES.map(name => {
    const role = configured?.getOptionalConfig(name);
    const key = `companyos.roles.${name}`;
    return {
      name,
      title: role?.getOptionalString('title') ?? TITLES[name],
      groups: (role?.getOptionalStringArray('groups') ?? [name]).map(ref =>
        normalize(ref, `${key}.groups`),
      ),
      contact: normalize(
        role?.getOptionalString('contact') ?? DEFAULT_CONTACT,
        `${key}.contact`,
      ),
    };
  });
}

/** The roles that someone with these ownership refs holds. */
export function rolesOf(
  roles: readonly Role[],
  ownershipEntityRefs: readonly string[],
): Role[] {
  const held = new Set(ownershipEntityRefs.map(ref => ref.toLowerCase()));
  return roles.filter(role => role.groups.some(group => held.has(group)));
}

function normalize(ref: string, key: string): string {
  try {
    return stringifyEntityRef(
      parseEntityRef(ref, {
        defaultKind: 'group',
        defaultNamespace: 'default',
      }),
    );
  } catch (error) {
    throw new InputError(`${key}: "${ref}" is no entity ref`, toError(error));
  }
}
