import { WriterRule } from '../readOptions';

/** Sources of the portal itself: `urn:companyos:<plugin>`, and whatever is below. */
export const PORTAL_SOURCE_PREFIX = 'urn:companyos:';

/** The source under which a person's own statements are on record. */
export function personSource(userEntityRef: string): string {
  return `${PORTAL_SOURCE_PREFIX}person:${userEntityRef}`;
}

/**
 * Why a principal may not state something, or undefined when it may. A plugin of this portal may speak for itself,
 * this plugin for the feeds that it runs, a person for themselves; everyone else needs a rule.
 */
export function writeDenial(
  rules: readonly WriterRule[],
  who: { subject: string; isPerson: boolean },
  what: { source: string; type: string; tenant: string },
  tenants: readonly string[],
): { pointer: string; reason: string } | undefined {
  const noTenant = {
    pointer: '/tenant',
    reason: `There is no tenant ${what.tenant} that ${who.subject} may write to.`,
  };
  if (!tenants.includes(what.tenant)) return noTenant;
  if (who.isPerson) {
    const own = personSource(who.subject);
    return what.source === own
      ? undefined
      : {
          pointer: '/source',
          reason: `A person states facts as themselves: ${own} was expected, not ${what.source}.`,
        };
  }
  const plugin = /^plugin:(.+)$/.exec(who.subject)?.[1];
  if (plugin) {
    const own = `${PORTAL_SOURCE_PREFIX}${plugin}`;
    if (
      what.source === own ||
      what.source.startsWith(`${own}:`) ||
      (plugin === 'intelgraph' && what.source.startsWith(PORTAL_SOURCE_PREFIX))
    ) {
      return undefined;
    }
  }
  const own = rules.filter(({ subject }) => subject === who.subject);
  const named = own.filter(({ sources }) =>
    sources.some(one => fits(what.source, one, '*')),
  );
  if (named.length === 0) {
    return {
      pointer: '/source',
      reason: `${who.subject} may not state facts as ${what.source}; a rule of intelgraph.writers would allow it.`,
    };
  }
  const inTenant = named.filter(rule => rule.tenants.includes(what.tenant));
  if (inTenant.length === 0) return noTenant;
  // Types are written with their version; a rule names them without.
  return inTenant.some(
    ({ types }) =>
      !types ||
      types.some(
        one => fits(what.type, one, '*') || what.type.startsWith(`${one}.`),
      ),
  )
    ? undefined
    : {
        pointer: '/type',
        reason: `${who.subject} may not state facts of the type ${what.type}; its rules of intelgraph.writers name other types.`,
      };
}

function fits(value: string, pattern: string, wildcard: string): boolean {
  return pattern.endsWith(wildcard)
    ? value.startsWith(pattern.slice(0, -1))
    : value === pattern;
}
