import { JsonObject, RelationStatement, Statement } from '../types';
import { isJsonObject } from './isJsonObject';
import { parseEntityRef } from './parseEntityRef';
import { sortMentions } from './sortMentions';
import { toEntityRef } from './toEntityRef';

type Mention = Statement['mentions'][number];

/** Texts of the content that are the id of something: key → kind and role. */
const IDS: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['artifactId', ['artifact', 'artifact']],
  ['incident', ['incident', 'incident']],
  ['repository', ['repository', 'repository']],
  ['template', ['template', 'template']],
]);
/** Texts of our own content that may be an entity ref. */
const REFS = new Set(['entity', 'owner', 'system', 'actor', 'resource']);
const KIND = /^[a-z0-9][a-z0-9.-]{0,62}$/;

/**
 * The other entities that content speaks of: what CDEvents refer to by an object with an id or by an artifact id, the
 * entity refs of our own types, and both ends of relations (with the type of the relation as role).
 *
 * @param content - of the subject of a CDEvent
 * @param subject - entity ref of what the event is about
 * @throws Rejection where an id is too long for an entity ref
 */
export function collectMentions(
  content: JsonObject,
  subject: string,
  relations: readonly RelationStatement[],
): Mention[] {
  const mentions: Mention[] = [];
  for (const key of Object.keys(content)) {
    const value = content[key];
    if (typeof value === 'string') {
      const id = IDS.get(key);
      if (id && value.length) {
        const pointer = `/data/subject/content/${key}`;
        const entity = toEntityRef(id[0], value, pointer);
        mentions.push({ entity, role: id[1] });
      } else if (REFS.has(key)) {
        const parsed = parseEntityRef(value);
        if (parsed) mentions.push({ entity: parsed.ref, role: key });
      }
    } else if (
      isJsonObject(value) &&
      typeof value.id === 'string' &&
      value.id.length
    ) {
      const kind = key.toLowerCase();
      if (KIND.test(kind)) {
        const pointer = `/data/subject/content/${key}/id`;
        mentions.push({
          entity: toEntityRef(kind, value.id, pointer),
          role: key,
        });
      }
    }
  }
  for (const { from, to, type } of relations) {
    // Those of the events that CDEvents defines name what the content has named already.
    if (!mentions.some(({ entity }) => entity === from)) {
      mentions.push({ entity: from, role: type });
    }
    if (!mentions.some(({ entity }) => entity === to)) {
      mentions.push({ entity: to, role: type });
    }
  }
  return sortMentions(mentions, subject);
}
