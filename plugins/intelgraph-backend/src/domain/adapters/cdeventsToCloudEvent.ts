import { JsonObject } from '../types';
import { isJsonObject } from './isJsonObject';

/**
 * Puts a bare CDEvent into the CloudEvent that its binding asks for (CDEvents, "CloudEvents binding"). What is missing
 * in it is missing in the result; reading that tells what.
 *
 * @param raw - a CDEvent: `{context, subject, …}`
 * @param extensions - further attributes, for example the tenant
 */
export function cdeventsToCloudEvent(
  raw: JsonObject,
  extensions: JsonObject = {},
): JsonObject {
  const context = isJsonObject(raw.context) ? raw.context : {};
  const subject = isJsonObject(raw.subject) ? raw.subject.id : undefined;
  return {
    ...extensions,
    specversion: '1.0',
    ...(context.id !== undefined && { id: context.id }),
    ...(context.source !== undefined && { source: context.source }),
    ...(context.type !== undefined && { type: context.type }),
    // An attribute is limited, an id is not; the data has it in full.
    ...(typeof subject === 'string' && subject.length <= 500 && { subject }),
    ...(context.timestamp !== undefined && { time: context.timestamp }),
    datacontenttype: 'application/json',
    data: raw,
  };
}
