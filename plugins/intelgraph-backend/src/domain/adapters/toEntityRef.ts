import { parseEntityRef } from './parseEntityRef';
import { Rejection } from './Rejection';

/** Kinds that are known for entities; an id that begins with another one is more likely a host name or a URI. */
const KNOWN_KINDS = new Set([
  'component',
  'system',
  'api',
  'resource',
  'domain',
  'group',
  'user',
  'template',
  'location',
  'approval',
  'artifact',
  'branch',
  'build',
  'change',
  'dataset',
  'decision',
  'docs',
  'environment',
  'fact',
  'incident',
  'job',
  'pipelinerun',
  'policy',
  'repository',
  'run',
  'tag',
  'taskrun',
  'testcase',
  'testcaserun',
  'testoutput',
  'testsuite',
  'testsuiterun',
  'ticket',
]);

const UNFIT = /[\s\p{Cc}%]/u;
const EACH_UNFIT = new RegExp(UNFIT, 'gu');

/**
 * The entity ref of what an event calls by an id: the id itself if it is an entity ref of a known kind, otherwise
 * `kind:default/id` with whitespace, control characters and `%` percent-encoded.
 *
 * @param kind - kind in lower case for ids that name none; `service` becomes `component`
 * @param id - as the event has it
 * @param pointer - JSON pointer to the id
 * @throws {@link Rejection} if the ref would be longer than 500 characters
 */
export function toEntityRef(kind: string, id: string, pointer: string): string {
  const parsed = parseEntityRef(id);
  if (parsed && (parsed.kind === kind || KNOWN_KINDS.has(parsed.kind))) {
    return parsed.ref;
  }
  const isComponent = kind === 'service' || kind === 'component';
  let name = UNFIT.test(id) ? id.replace(EACH_UNFIT, encodeURIComponent) : id;
  if (isComponent || kind === 'template') name = name.toLowerCase();
  const ref = `${isComponent ? 'component' : kind}:default/${name}`;
  if (ref.length > 500) {
    throw new Rejection(
      pointer,
      `expected an id whose entity ref has at most 500 characters, one of ${ref.length} came`,
    );
  }
  return ref;
}
