import {
  AuditorService,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  isResourcePermission,
  Permission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { decide, RoleDecision } from './decide';
import { Role, rolesOf } from './roles';
import { Scope } from './roleTable';

const DENY: PolicyDecision = { result: AuthorizeResult.DENY };
const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };

/**
 * Answers every permission question of the portal from the role table. A denied change
 * is audited as `permission-deny` with the rule's name; a denied read is not, because
 * reading is denied by the thousand to whoever is not signed in.
 */
export class RolePolicy implements PermissionPolicy {
  readonly #roles: readonly Role[];
  readonly #auditor: AuditorService;

  constructor(roles: readonly Role[], auditor: AuditorService) {
    this.#roles = roles;
    this.#auditor = auditor;
  }

  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    const held = user && rolesOf(this.#roles, user.info.ownershipEntityRefs);
    const decision = decide(
      { name: permission.name, action: permission.attributes.action },
      held?.map(role => role.name),
    );
    const answer = decision.scope
      ? shape(permission, decision.scope, user)
      : DENY;
    if (
      answer.result === AuthorizeResult.DENY &&
      permission.attributes.action !== 'read'
    ) {
      await this.#audit(permission, decision, held, user);
    }
    return answer;
  }

  async #audit(
    permission: Permission,
    decision: RoleDecision,
    held: readonly Role[] | undefined,
    user: PolicyQueryUser | undefined,
  ) {
    // A plugin that asks on someone's behalf is about to act; a browser that asks for
    // itself only wants to know whether to offer the button.
    const principal = user?.credentials.principal as
      | BackstageUserPrincipal
      | undefined;
    const enforcedBy = principal?.actor?.subject;
    const event = await this.#auditor.createEvent({
      eventId: 'permission-deny',
      severityLevel: enforcedBy ? 'medium' : 'low',
      meta: {
        permission: permission.name,
        rule: decision.rule.name,
        user: user?.info.userEntityRef ?? null,
        roles: held?.map(role => role.name) ?? [],
        enforcedBy: enforcedBy ?? null,
      },
    });
    await event.fail({ error: new NotAllowedError(decision.rule.reason) });
  }
}

/**
 * Turns a scope into a decision. Conditions are data by contract (rule name, parameters),
 * so no other back end is imported for them; a test holds them to what those plugins make.
 */
function shape(
  permission: Permission,
  scope: Scope,
  user: PolicyQueryUser | undefined,
): PolicyDecision {
  if (scope === 'all') {
    return ALLOW;
  }
  if (!user) {
    return DENY;
  }
  const condition =
    scope === 'owned-entities'
      ? {
          pluginId: 'catalog',
          resourceType: 'catalog-entity',
          rule: 'IS_ENTITY_OWNER',
          params: { claims: user.info.ownershipEntityRefs },
        }
      : {
          pluginId: 'scaffolder',
          resourceType: 'scaffolder-task',
          rule: 'IS_TASK_OWNER',
          params: { createdBy: [user.info.userEntityRef] },
        };
  const { pluginId, resourceType, rule, params } = condition;
  if (!isResourcePermission(permission, resourceType)) {
    // A condition on something that is no such resource can't be checked by anyone.
    return DENY;
  }
  return {
    result: AuthorizeResult.CONDITIONAL,
    pluginId,
    resourceType,
    conditions: { rule, resourceType, params },
  };
}
