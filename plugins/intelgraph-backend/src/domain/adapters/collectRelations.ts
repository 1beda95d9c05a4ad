import { EdgePolicy } from '@companyos/plugin-intelgraph-common';
import { JsonObject, JsonValue, RelationStatement } from '../types';
import { isJsonObject } from './isJsonObject';
import { CdeventType } from './parseCdeventType';
import { parseEntityRef } from './parseEntityRef';
import { toEntityRef } from './toEntityRef';

const RELATION_TYPE = /^[^\s\p{Cc}]{1,100}$/u;
const DECISIONS: ReadonlySet<unknown> = new Set<EdgePolicy['decision']>([
  'allow',
  'deny',
  'redact',
  'not-evaluated',
]);
const NONE: readonly EdgePolicy[] = [];

const shortText = (value: JsonValue | undefined, maxLength: number) =>
  typeof value === 'string' && value.length > 0 && value.length <= maxLength
    ? value
    : undefined;

function readPolicies(value: JsonValue | undefined): readonly EdgePolicy[] {
  if (!Array.isArray(value)) return NONE;
  return value.flatMap(policy => {
    const id = isJsonObject(policy) && shortText(policy.id, 200);
    if (!isJsonObject(policy) || !id) return [];
    const reason = shortText(policy.reason, 500);
    const bundle = shortText(policy.bundle, 200);
    return {
      id,
      ...(DECISIONS.has(policy.decision) && {
        decision: policy.decision as EdgePolicy['decision'],
      }),
      ...(reason && { reason }),
      ...(bundle && { bundle }),
    };
  });
}

function refOf(value: JsonValue | undefined): string | undefined {
  const text = isJsonObject(value) ? value.targetRef ?? value.to : value;
  return typeof text === 'string' ? parseEntityRef(text)?.ref : undefined;
}

function refsOf(value: JsonValue | undefined): string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.flatMap(each => refOf(each) ?? []);
}

/** Relations that the content lists. What is not in the form of `subject.content.relations` is none. */
function listedRelations(
  content: JsonObject,
  entity: string,
  stateOtherwise: RelationStatement['state'],
): RelationStatement[] {
  if (!Array.isArray(content.relations)) return [];
  return content.relations.flatMap(relation => {
    if (!isJsonObject(relation)) return [];
    const { type } = relation;
    const from = relation.from === undefined ? entity : refOf(relation.from);
    const to = refOf(relation);
    if (typeof type !== 'string' || !RELATION_TYPE.test(type) || !from || !to) {
      return [];
    }
    let state = stateOtherwise;
    if (relation.state === 'asserted' || relation.state === 'ended') {
      state = relation.state;
    }
    return { from, to, type, state, policies: readPolicies(relation.policies) };
  });
}

/** Relations that a catalog entity has no longer, by its changes at `relations/<type>` or `relations/<type>/<ref>`. */
function droppedRelations(
  content: JsonObject,
  entity: string,
): RelationStatement[] {
  if (!Array.isArray(content.changes)) return [];
  return content.changes.flatMap(change => {
    const path = isJsonObject(change) ? change.path : undefined;
    const match =
      typeof path === 'string' &&
      /^\/?relations\/([^/\s]+)(?:\/(.+))?$/.exec(path);
    if (!isJsonObject(change) || !match || !RELATION_TYPE.test(match[1])) {
      return [];
    }
    const kept = new Set(refsOf(change.to));
    const isGone = change.to === undefined || change.to === null;
    const named = isGone && match[2] ? refsOf(match[2]) : [];
    return [...named, ...refsOf(change.from)]
      .filter(to => !kept.has(to))
      .map(to => ({
        from: entity,
        to,
        type: match[1],
        state: 'ended' as const,
        policies: NONE,
      }));
  });
}

/** Each relation once; that something is so counts more than that it is so no longer. */
function withoutRepetitions(
  relations: readonly RelationStatement[],
): RelationStatement[] {
  if (relations.length < 2) return [...relations];
  const byKey = new Map<string, RelationStatement>();
  for (const relation of relations) {
    const key = `${relation.from} ${relation.type} ${relation.to}`;
    const known = byKey.get(key);
    if (!known || (known.state === 'ended' && relation.state === 'asserted')) {
      byKey.set(key, relation);
    }
  }
  return [...byKey.values()];
}

function idIn(content: JsonObject, key: string): string | undefined {
  const value = content[key];
  return isJsonObject(value) && typeof value.id === 'string' && value.id
    ? value.id
    : undefined;
}

/** What the events that CDEvents defines say about relations. */
function cdeventRelations(
  { subject, predicate }: CdeventType,
  content: JsonObject,
  entity: string,
): RelationStatement[] {
  const relations: RelationStatement[] = [];
  const relate = (
    type: string,
    key: string,
    state: RelationStatement['state'] = 'asserted',
  ) => {
    const id = idIn(content, key);
    if (id === undefined) return;
    const to = toEntityRef(key, id, `/data/subject/content/${key}/id`);
    relations.push({ from: entity, to, type, state, policies: NONE });
  };
  switch (`${subject}.${predicate}`) {
    case 'service.deployed':
    case 'service.upgraded':
    case 'service.rolledback':
      relate('deployedTo', 'environment');
      if (typeof content.artifactId === 'string' && content.artifactId) {
        const pointer = '/data/subject/content/artifactId';
        relations.push({
          from: entity,
          to: toEntityRef('artifact', content.artifactId, pointer),
          type: 'runs',
          state: 'asserted',
          policies: NONE,
        });
      }
      break;
    case 'service.removed':
      relate('deployedTo', 'environment', 'ended');
      break;
    case 'incident.detected':
    case 'incident.reported':
      relate('concerns', 'service');
      relate('concerns', 'environment');
      break;
    case 'artifact.packaged':
    case 'artifact.published':
      relate('builtFrom', 'change');
      relate('builtFrom', 'repository');
      break;
    default:
  }
  return relations;
}

/**
 * The relations that an event asserts or ends. For the types of CDEvents they follow from the type; for custom types
 * they are listed in `subject.content.relations`.
 *
 * @param entity - entity ref of what the event is about
 * @throws Rejection where an id is too long for an entity ref
 */
export function collectRelations(
  type: CdeventType,
  content: JsonObject,
  entity: string,
): RelationStatement[] {
  if (type.tool === undefined) return cdeventRelations(type, content, entity);
  if (type.subject !== 'entity') {
    return withoutRepetitions(listedRelations(content, entity, 'asserted'));
  }
  return withoutRepetitions([
    ...listedRelations(
      content,
      entity,
      type.predicate === 'removed' ? 'ended' : 'asserted',
    ),
    ...droppedRelations(content, entity),
  ]);
}
