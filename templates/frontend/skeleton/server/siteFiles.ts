import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

/** Content codings in the order of preference, with the suffix of files that are compressed with them. */
export const CODINGS = [
  { name: 'br', suffix: '.br' },
  { name: 'gzip', suffix: '.gz' },
] as const;

const TYPES: Readonly<Record<string, string>> = {
  '.avif': 'image/avif',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** How long whoever stands between may keep an answer; docs/caching.md explains each. */
export const CACHE = {
  /** The name holds a hash of the content, so another content is another name. */
  immutable: 'public, max-age=31536000, immutable',
  /** May be kept, must be asked about each time; unchanged, the answer is 304. */
  revalidate: 'no-cache',
  /** Has a fixed name and changes rarely. */
  short: 'public, max-age=3600',
  never: 'no-store',
} as const;

/** One way to send a file. */
export interface Representation {
  readonly bytes: Buffer;
  readonly etag: string;
}

/** A file of the site, in memory with its compressed forms. */
export interface SiteFile {
  readonly type: string;
  readonly cacheControl: string;
  readonly plain: Representation;
  readonly coded: ReadonlyMap<string, Representation>;
}

function representation(bytes: Buffer, coding = ''): Representation {
  const digest = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
  return { bytes, etag: `"${digest}${coding === '' ? '' : `-${coding}`}"` };
}

/** A file that is made, not read. */
export function madeFile(text: string, type: string, cacheControl: string): SiteFile {
  return {
    type,
    cacheControl,
    plain: representation(Buffer.from(text)),
    coded: new Map(),
  };
}

function cacheControlOf(path: string): string {
  if (path.startsWith('/assets/')) {
    return CACHE.immutable;
  }
  return path.endsWith('.html') ? CACHE.revalidate : CACHE.short;
}

/**
 * Reads the built site into memory, by the path of each file. What is not in the result can't be served, so no
 * path of a request ever reaches the file system.
 *
 * @throws Error when there is no index.html, or a file whose type is not known.
 */
export function readSite(folder: string): Map<string, SiteFile> {
  const files = new Map<string, Buffer>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) {
      const file = join(entry.parentPath, entry.name);
      files.set(`/${relative(folder, file).split(sep).join('/')}`, readFileSync(file));
    }
  }
  if (!files.has('/index.html')) {
    throw new Error('there is no index.html; run npm run build first');
  }
  const isCoded = (path: string): boolean =>
    CODINGS.some(({ suffix }) => path.endsWith(suffix) && files.has(path.slice(0, -suffix.length)));
  return new Map(
    [...files]
      .filter(([path]) => !isCoded(path))
      .map(([path, bytes]): [string, SiteFile] => {
        const type = TYPES[extname(path)];
        if (type === undefined) {
          throw new Error(`${path}: add the type of such files to server/siteFiles.ts`);
        }
        const coded = CODINGS.flatMap(({ name, suffix }): [string, Representation][] => {
          const compressed = files.get(`${path}${suffix}`);
          return compressed ? [[name, representation(compressed, name)]] : [];
        });
        return [
          path,
          {
            type,
            cacheControl: cacheControlOf(path),
            plain: representation(bytes),
            coded: new Map(coded),
          },
        ];
      }),
  );
}
