import { JsonObject, JsonValue } from '../types';

/** Attributes that are integers; headers only carry text. */
const INTEGERS = new Set(['confidence', 'ordinal']);

/** Decodes a header value (CloudEvents HTTP protocol binding 1.0.2, section 3.1.3.2). */
function decode(value: string): string {
  const isQuoted =
    value.length > 1 && value.startsWith('"') && value.endsWith('"');
  const unquoted = isQuoted
    ? value.slice(1, -1).replace(/\\(.)/g, '$1')
    : value;
  if (!unquoted.includes('%')) return unquoted;
  try {
    return decodeURIComponent(unquoted);
  } catch {
    // What is no UTF-8 in percent-encoding was not meant as such.
    return unquoted;
  }
}

/**
 * Puts a CloudEvent in the binary mode of HTTP into the structured form.
 *
 * @param headers - of the request, with names in lower case, as node has them
 * @param body - parsed JSON; undefined if there is none
 */
export function binaryToCloudEvent(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  body: JsonValue | undefined,
): JsonObject {
  const entries = Object.entries(headers).flatMap(
    ([header, values]): [string, JsonValue][] => {
      if (!header.startsWith('ce-') || values === undefined) return [];
      const name = header.slice('ce-'.length);
      const value = decode([values].flat().join(','));
      const isInteger = INTEGERS.has(name) && /^\d{1,10}$/.test(value);
      return [[name, isInteger ? Number(value) : value]];
    },
  );
  const contentType = headers['content-type'];
  return {
    // A header must not pass for the body.
    ...Object.fromEntries(
      entries.filter(([name]) => name !== 'data' && name !== 'data_base64'),
    ),
    ...(contentType !== undefined && {
      datacontenttype: [contentType].flat().join(','),
    }),
    ...(body !== undefined && { data: body }),
  };
}
