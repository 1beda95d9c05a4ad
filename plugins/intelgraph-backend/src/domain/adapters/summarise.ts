import { JsonObject, JsonValue } from '../types';
import { displayName } from './displayName';
import { isJsonObject } from './isJsonObject';
import { parseCdeventType } from './parseCdeventType';
import { parseEntityRef } from './parseEntityRef';

const MAX_LENGTH = 300;
const UNPRINTABLE = /[\s\p{Cc}]+/gu;
/** Most sentences have nothing but single spaces. */
const NEEDS_CLEANING = /^ | $| {2}|[^\S ]|\p{Cc}/u;

const text = (value: JsonValue | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Names of entities without kind and namespace; anything else as it is. */
function named(value: JsonValue | undefined): string | undefined {
  const id = isJsonObject(value) ? text(value.id) : text(value);
  if (id === undefined) return undefined;
  const parsed = parseEntityRef(id);
  return parsed ? displayName(parsed.ref) : id;
}

/** Digests tell people nothing after the first twelve digits. */
function artifactName(value: JsonValue | undefined): string | undefined {
  return text(value)?.replace(
    /(sha(?:256|512))(?::|%3A)([0-9a-f]{12})[0-9a-f]{20,}/i,
    '$1:$2…',
  );
}

const after = (word: string, value: string | undefined) =>
  value === undefined ? '' : `${word}${value}`;
const commitName = (value: JsonValue | undefined) => text(value)?.slice(0, 12);
const plural = (count: JsonValue | undefined, noun: string) =>
  `${count} ${noun}${count === 1 ? '' : 's'}`;

const firstLine = (value: JsonValue | undefined) =>
  text(value)?.trim().split('\n')[0];

type Sentence = (name: string, content: JsonObject) => string;

const deployment =
  (verb: string): Sentence =>
  (name, content) =>
    `${name}${after(' ', artifactName(content.artifactId))} was ${verb}${after(
      ' ',
      named(content.environment),
    )}`;

const inRepository =
  (noun: string, verb: string): Sentence =>
  (name, { repository }) =>
    `${noun} ${name} was ${verb}${after(' in ', named(repository))}`;

const run =
  (noun: string, verb: string, nameKey?: string): Sentence =>
  (name, content) => {
    const label = nameKey === undefined ? undefined : content[nameKey];
    const called = isJsonObject(label) ? text(label.name) : text(label);
    const outcome = text(content.outcome);
    return `${noun} ${
      called === undefined ? name : `${called} (${name})`
    } ${verb}${after(' with ', outcome)}${after(
      ' in ',
      named(content.environment),
    )}${after(': ', firstLine(content.errors) ?? firstLine(content.reason))}`;
  };

const incident =
  (verb: string): Sentence =>
  (name, content) =>
    `Incident ${name} was ${verb}${after(
      ' on ',
      named(content.service),
    )}${after(': ', firstLine(content.description))}`;

const ticket =
  (verb: string): Sentence =>
  (name, content) =>
    `Ticket ${name} was ${verb}${after(
      ' by ',
      text(content.updatedBy) ?? text(content.creator),
    )}${after(': ', firstLine(content.summary))}`;

const approval =
  (verb: string): Sentence =>
  (name, content) =>
    `Approval ${name} was ${verb}${after(
      ' by ',
      text(content.responder) ?? text(content.requestor),
    )}${after(': ', text(content.status) ?? text(content.decision))}`;

const artifact =
  (verb: string): Sentence =>
  (name, content) =>
    `Artifact ${artifactName(name)} was ${verb}${after(
      ' by ',
      text(content.user),
    )}${after(' from ', named(content.change) ?? named(content.repository))}`;

const lineage =
  (verb: string): Sentence =>
  (name, { inputs, outputs }) => {
    const read = Array.isArray(inputs) ? inputs.length : 0;
    const written = Array.isArray(outputs) ? outputs.length : 0;
    return `Job ${name} ${verb}, reading ${plural(
      read,
      'data set',
    )} and writing ${written}`;
  };

const task =
  (verb: string): Sentence =>
  (_name, content) =>
    `${named(content.actor) ?? 'Someone'} ${verb} ${
      named(content.template) ?? 'a template'
    }${after(
      ' for ',
      named(content.entity) ?? named(content.repository),
    )}${after(': ', firstLine(content.error))}`;

const tag =
  (verb: string): Sentence =>
  (_name, content) =>
    `Tag ${text(content.tag)} of ${named(
      content.repository,
    )} was ${verb}${after(' to ', commitName(content.after))}${after(
      ' by ',
      named(content.actor),
    )}`;

/** By subject and predicate. */
const SENTENCES: ReadonlyMap<string, Sentence> = new Map<string, Sentence>([
  ['service.deployed', deployment('deployed to')],
  ['service.upgraded', deployment('upgraded in')],
  ['service.rolledback', deployment('rolled back in')],
  ['service.removed', deployment('removed from')],
  ['service.published', deployment('published in')],
  ['environment.created', name => `Environment ${name} was created`],
  ['environment.modified', name => `Environment ${name} was modified`],
  ['environment.deleted', name => `Environment ${name} was deleted`],
  ['incident.detected', incident('detected')],
  ['incident.reported', incident('reported')],
  ['incident.resolved', incident('resolved')],
  ['change.created', inRepository('Change', 'created')],
  ['change.reviewed', inRepository('Change', 'reviewed')],
  ['change.merged', inRepository('Change', 'merged')],
  ['change.abandoned', inRepository('Change', 'abandoned')],
  ['change.updated', inRepository('Change', 'updated')],
  ['branch.created', inRepository('Branch', 'created')],
  ['branch.deleted', inRepository('Branch', 'deleted')],
  ['repository.created', name => `Repository ${name} was created`],
  ['repository.modified', name => `Repository ${name} was modified`],
  ['repository.deleted', name => `Repository ${name} was deleted`],
  ['artifact.packaged', artifact('packaged')],
  ['artifact.published', artifact('published')],
  ['artifact.signed', artifact('signed')],
  ['artifact.downloaded', artifact('downloaded')],
  ['artifact.deleted', artifact('deleted')],
  ['build.queued', name => `Build ${name} was queued`],
  ['build.started', name => `Build ${name} started`],
  [
    'build.finished',
    (name, { artifactId }) =>
      `Build ${name} finished${after(' and made ', artifactName(artifactId))}`,
  ],
  ['pipelinerun.queued', run('Pipeline run', 'was queued', 'pipelineName')],
  ['pipelinerun.started', run('Pipeline run', 'started', 'pipelineName')],
  ['pipelinerun.finished', run('Pipeline run', 'finished', 'pipelineName')],
  ['taskrun.started', run('Task run', 'started', 'taskName')],
  ['taskrun.finished', run('Task run', 'finished', 'taskName')],
  ['testcaserun.queued', run('Test', 'was queued', 'testCase')],
  ['testcaserun.started', run('Test', 'started', 'testCase')],
  ['testcaserun.finished', run('Test', 'finished', 'testCase')],
  ['testcaserun.skipped', run('Test', 'was skipped', 'testCase')],
  ['testsuiterun.queued', run('Test suite', 'was queued', 'testSuite')],
  ['testsuiterun.started', run('Test suite', 'started', 'testSuite')],
  ['testsuiterun.finished', run('Test suite', 'finished', 'testSuite')],
  [
    'testoutput.published',
    (name, { outputType }) =>
      `Test output ${name}${
        text(outputType) ? ` (${outputType})` : ''
      } was published`,
  ],
  ['ticket.created', ticket('created')],
  ['ticket.updated', ticket('updated')],
  ['ticket.closed', ticket('closed')],
  ['approval.created', approval('asked for')],
  ['approval.updated', approval('updated')],
  ['approval.closed', approval('closed')],
]);

/** Of our own types. */
const COMPANYOS_SENTENCES: ReadonlyMap<string, Sentence> = new Map<
  string,
  Sentence
>([
  ['entity.created', name => `${name} was added to the catalog`],
  [
    'entity.changed',
    (name, { changes }) => {
      const paths = (Array.isArray(changes) ? changes : []).flatMap(change =>
        isJsonObject(change) ? text(change.path) ?? [] : [],
      );
      const shown = paths.slice(0, 3).join(', ');
      const more =
        paths.length > 3
          ? ` and ${plural(paths.length - 3, 'more thing')}`
          : '';
      return `${name} was changed in the catalog${after(
        ': ',
        shown || undefined,
      )}${more}`;
    },
  ],
  ['entity.removed', name => `${name} was removed from the catalog`],
  ['scaffoldertask.created', task('started')],
  ['scaffoldertask.completed', task('completed')],
  ['scaffoldertask.failed', task('failed with')],
  ['scaffoldertask.cancelled', task('cancelled')],
  [
    'branch.pushed',
    (_name, content) =>
      `${named(content.actor) ?? 'Someone'} ${
        content.forced === true ? 'force-pushed' : 'pushed'
      } ${plural(content.commits, 'commit')} to ${text(
        content.branch,
      )} of ${named(content.repository)}${after(
        ': ',
        firstLine(content.subject),
      )}`,
  ],
  ['tag.created', tag('created')],
  ['tag.moved', tag('moved')],
  ['tag.removed', tag('removed')],
  [
    'docs.built',
    (name, { commit }) =>
      `Docs of ${name} were built${after(' from ', commitName(commit))}`,
  ],
  [
    'docs.failed',
    (name, { reason }) =>
      `Docs of ${name} could not be built${after(': ', firstLine(reason))}`,
  ],
  [
    'audit.recorded',
    (_name, content) =>
      `${named(content.actor)}: ${text(content.event)} of ${text(
        content.plugin,
      )} ${text(content.status)}${after(': ', firstLine(content.reason))}`,
  ],
  [
    'incident.acknowledged',
    (_name, content) =>
      `${named(content.actor)} acknowledged incident ${named(
        content.incident,
      )}${after(': ', firstLine(content.note))}`,
  ],
  [
    'fact.erased',
    (_name, content) =>
      `${named(content.actor)} erased a fact: ${firstLine(content.reason)}`,
  ],
  [
    'decision.recorded',
    (_name, content) =>
      `Decision${
        typeof content.number === 'number' ? ` ${content.number}` : ''
      } is ${text(content.status)}: ${text(content.title)}`,
  ],
  [
    'policy.decided',
    (_name, content) =>
      `Policy ${text(content.policy)} ${
        content.decision === 'deny' ? 'denied' : 'allowed'
      } ${named(content.resource) ?? 'a request'}${after(
        ': ',
        firstLine(content.reason),
      )}`,
  ],
  ['lineagerun.started', lineage('started')],
  ['lineagerun.running', lineage('is running')],
  ['lineagerun.completed', lineage('completed')],
  ['lineagerun.aborted', lineage('was aborted')],
  ['lineagerun.failed', lineage('failed')],
  ['lineagerun.other', lineage('reported')],
  [
    'stix.stated',
    (name, { object }) => {
      if (!isJsonObject(object)) return `${name} was stated`;
      const called = text(object.name) ?? text(object.value);
      const kind = text(object.type) ?? 'object';
      if (kind === 'relationship') {
        return `${text(object.source_ref)} ${text(
          object.relationship_type,
        )} ${text(object.target_ref)}${
          object.revoked === true ? ' (revoked)' : ''
        }`;
      }
      return `${called ?? name} (${kind.replace(/-/g, ' ')})${
        object.revoked === true ? ' was revoked' : ' was stated'
      }`;
    },
  ],
]);

function shorten(sentence: string): string {
  const line = NEEDS_CLEANING.test(sentence)
    ? sentence.replace(UNPRINTABLE, ' ').trim()
    : sentence;
  if (line.length <= MAX_LENGTH) return line;
  // Not in the middle of a character of two code units.
  return `${line.slice(0, MAX_LENGTH - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/**
 * One sentence for people about an event, at most 300 characters; the same for the same event.
 *
 * @param type - event type without its version
 * @param entity - entity ref of what it is about
 * @param content - of the subject of a CDEvent; empty for other events
 */
export function summarise(
  type: string,
  entity: string,
  content: JsonObject,
): string {
  const name = displayName(entity);
  const words = parseCdeventType(type);
  if (!words) return shorten(`${name}: ${type}`);
  const key = `${words.subject}.${words.predicate}`;
  let sentence: Sentence | undefined;
  if (words.tool === undefined) sentence = SENTENCES.get(key);
  else if (words.tool === 'companyos') sentence = COMPANYOS_SENTENCES.get(key);
  return shorten(
    sentence?.(name, content) ?? `${words.subject} ${name} ${words.predicate}`,
  );
}
