import {
  Grant,
  READ_RULE,
  ROLE_TABLE,
  Rule,
  Scope,
  SIGNED_OUT_RULE,
  UNKNOWN_RULE,
} from './roleTable';
import { RoleName } from './roles';

/** What the table says about one permission for one person. */
export interface RoleDecision {
  rule: Rule;
  /** How far the permission reaches; undefined is a denial. */
  scope: Scope | undefined;
}

/**
 * Finds the rule for a permission. The table goes before the permission's own attributes,
 * because those come with the question: a change that calls itself a read stays a change.
 *
 * @param name - the permission's name
 * @param action - the permission's `attributes.action`
 */
export function findRule(name: string, action: string | undefined): Rule {
  const matches = (pattern: string) =>
    pattern.endsWith('.*')
      ? name.startsWith(pattern.slice(0, -1))
      : name === pattern;
  return (
    ROLE_TABLE.find(rule => rule.permissions.some(matches)) ??
    (action === 'read' ? READ_RULE : UNKNOWN_RULE)
  );
}

/**
 * Decides one permission by the role table.
 *
 * @param permission - its name and `attributes.action`
 * @param roles - the roles of the person, or undefined for someone not signed in
 */
export function decide(
  permission: { name: string; action?: string },
  roles: readonly RoleName[] | undefined,
): RoleDecision {
  if (!roles) {
    return { rule: SIGNED_OUT_RULE, scope: undefined };
  }
  const rule = findRule(permission.name, permission.action);
  const held = rule.grants.filter(
    ({ to }: Grant) =>
      to === 'everyone' || roles.some(role => to.includes(role)),
  );
  const widest = held.find(grant => grant.scope === 'all') ?? held[0];
  return { rule, scope: widest?.scope };
}
