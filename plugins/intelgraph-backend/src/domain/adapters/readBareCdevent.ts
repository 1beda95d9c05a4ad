import { readEvent } from '../readEvent';
import { SchemaRegistry } from '../schemas/SchemaRegistry';
import { JsonObject, ReadResult } from '../types';
import { cdeventsToCloudEvent } from './cdeventsToCloudEvent';

/** Attribute of the envelope → where it comes from. */
const ORIGINS: Readonly<Record<string, string>> = {
  '/id': '/context/id',
  '/source': '/context/source',
  '/type': '/context/type',
  '/subject': '/subject/id',
  '/time': '/context/timestamp',
};

/**
 * Reads a CDEvent that came without an envelope. Pointers point into the CDEvent, since that is what was sent.
 *
 * @param extensions - further attributes, for example the tenant
 */
export function readBareCdevent(
  raw: JsonObject,
  registry: SchemaRegistry,
  extensions: JsonObject = {},
): ReadResult {
  const result = readEvent(cdeventsToCloudEvent(raw, extensions), registry);
  if (result.kind !== 'rejected') return result;
  const pointer = result.pointer.startsWith('/data')
    ? result.pointer.slice('/data'.length)
    : ORIGINS[result.pointer] ?? result.pointer;
  return { ...result, pointer };
}
