import { decide } from './decide';
import { Role, rolesOf } from './roles';
import { Scope } from './roleTable';

/** Why someone may or may not do something, and whom to ask. */
export interface Explanation {
  permission: string;
  allowed: boolean;
  /** What the permission is limited to when it is allowed, in words; null is no limit. */
  limitedTo: string | null;
  /** Name of the rule that decided. */
  rule: string;
  reason: string;
  yourRoles: { name: string; title: string }[];
  /** One entry a group whose members may; empty when everyone or nobody may. */
  grantedBy: { role: string; title: string; groupRef: string }[];
  /** Entity refs of whom to ask for one of these roles; empty when allowed. */
  contactRefs: string[];
}

const LIMITS: Record<Scope, string | null> = {
  all: null,
  'owned-entities': 'entities that you or one of your groups own',
  'own-tasks': 'tasks that you started',
};

/**
 * Explains the decision on a permission.
 *
 * A permission that the table does not name is taken for a read when it is called one
 * (`….read`), as all of Backstage's are.
 */
export function explain(
  permission: string,
  roles: readonly Role[],
  ownershipEntityRefs: readonly string[],
): Explanation {
  const held = rolesOf(roles, ownershipEntityRefs);
  const { rule, scope } = decide(
    {
      name: permission,
      action: permission.endsWith('.read') ? 'read' : undefined,
    },
    held.map(role => role.name),
  );
  const granting = roles.filter(role =>
    rule.grants.some(
      grant => grant.to !== 'everyone' && grant.to.includes(role.name),
    ),
  );
  return {
    permission,
    allowed: scope !== undefined,
    limitedTo: scope ? LIMITS[scope] : null,
    rule: rule.name,
    reason: rule.reason,
    yourRoles: held.map(({ name, title }) => ({ name, title })),
    grantedBy: granting.flatMap(({ name, title, groups }) =>
      groups.map(groupRef => ({ role: name, title, groupRef })),
    ),
    contactRefs: scope
      ? []
      : [
          ...new Set(
            (granting.length ? granting : roles).map(role => role.contact),
          ),
        ],
  };
}
