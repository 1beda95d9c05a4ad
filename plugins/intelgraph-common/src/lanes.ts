import { Lane } from './types';

/** All lanes, in the order in which they are shown. @public */
export const LANES: readonly Lane[] = [
  'incident',
  'deploy',
  'change',
  'build',
  'artifact',
  'test',
  'decision',
  'policy',
  'docs',
  'catalog',
  'data',
  'threat',
  'audit',
  'other',
];

const BY_SUBJECT = new Map<string, Lane>(
  Object.entries({
    service: 'deploy',
    environment: 'deploy',
    incident: 'incident',
    ticket: 'incident',
    change: 'change',
    repository: 'change',
    branch: 'change',
    tag: 'change',
    approval: 'policy',
    artifact: 'artifact',
    build: 'build',
    pipelinerun: 'build',
    taskrun: 'build',
    testcaserun: 'test',
    testsuiterun: 'test',
    testoutput: 'test',
    entity: 'catalog',
    scaffoldertask: 'catalog',
    docs: 'docs',
    decision: 'decision',
    policy: 'policy',
    lineagerun: 'data',
    dataset: 'data',
    audit: 'audit',
    fact: 'audit',
    stix: 'threat',
  } as const),
);

/**
 * The lane of an event type (with or without its version). CDEvents and our own types are told by their subject;
 * all others are `other`.
 *
 * @public
 */
export function laneOf(type: string): Lane {
  const match = /^dev\.cdevents(?:x)?\.(?:[a-z0-9]+-)?([a-z0-9]+)\./.exec(type);
  return (match && BY_SUBJECT.get(match[1])) || 'other';
}
