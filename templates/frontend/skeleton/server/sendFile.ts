import type { IncomingMessage, ServerResponse } from 'node:http';
import { CODINGS, type Representation, type SiteFile } from './siteFiles.ts';

/** Whether the client takes a content coding: RFC 9110, section 12.5.3. */
function accepts(header: string, coding: string): boolean {
  const weights = new Map(
    header.split(',').map((entry) => {
      const [name = '', ...parameters] = entry
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      const weight = parameters.find((parameter) => parameter.startsWith('q='));
      return [name, weight === undefined ? 1 : Number(weight.slice(2))];
    }),
  );
  return (weights.get(coding) ?? weights.get('*') ?? 0) > 0;
}

function choose(request: IncomingMessage, file: SiteFile): [string | undefined, Representation] {
  const header = request.headers['accept-encoding'] ?? '';
  // A part of a compressed file is of no use to anyone; parts are of the plain one.
  if (request.headers.range === undefined) {
    for (const { name } of CODINGS) {
      const coded = file.coded.get(name);
      if (coded && accepts(header, name)) {
        return [name, coded];
      }
    }
  }
  return [undefined, file.plain];
}

/** Whether a list of entity tags names this one: RFC 9110, section 13.1.2, the weak comparison. */
function names(header: string | undefined, etag: string): boolean {
  return (
    header !== undefined &&
    header
      .split(',')
      .map((entry) => entry.trim().replace(/^W\//, ''))
      .some((entry) => entry === '*' || entry === etag)
  );
}

/** The one range a client asked for; undefined where the whole is right, `none` where nothing of it is there. */
function rangeOf(
  header: string | undefined,
  size: number,
): { first: number; last: number } | 'none' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') {
    return undefined;
  }
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < first) {
    return undefined;
  }
  return first >= size ? 'none' : { first, last };
}

/** Answers GET or HEAD with a file: compressed where that is possible, 304 where the client has it, or a part of it. */
export function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: SiteFile,
  status = 200,
): void {
  const [coding, { bytes, etag }] = choose(request, file);
  response.setHeader('cache-control', file.cacheControl);
  response.setHeader('etag', etag);
  if (file.coded.size > 0) {
    response.setHeader('vary', 'accept-encoding');
  }
  if (status === 200 && names(request.headers['if-none-match'], etag)) {
    response.writeHead(304).end();
    return;
  }
  response.setHeader('content-type', file.type);
  response.setHeader('accept-ranges', 'bytes');
  if (coding !== undefined) {
    response.setHeader('content-encoding', coding);
  }
  const ifRange = request.headers['if-range'];
  const range =
    status === 200 &&
    request.method === 'GET' &&
    (typeof ifRange === 'string' ? ifRange === etag : ifRange === undefined)
      ? rangeOf(request.headers.range, bytes.length)
      : undefined;
  if (range === 'none') {
    response.writeHead(416, { 'content-range': `bytes */${String(bytes.length)}` }).end();
    return;
  }
  const part = range ? bytes.subarray(range.first, range.last + 1) : bytes;
  response.setHeader('content-length', part.length);
  if (range) {
    response.setHeader(
      'content-range',
      `bytes ${String(range.first)}-${String(range.last)}/${String(bytes.length)}`,
    );
  }
  response.writeHead(range ? 206 : status);
  response.end(request.method === 'HEAD' ? undefined : part);
}
