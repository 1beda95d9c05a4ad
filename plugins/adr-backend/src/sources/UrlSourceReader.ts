import { UrlReaderService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { DecisionLocation } from '../domain/decisionLocation';
import { isRecordPath } from '../domain/recordPath';
import { LIMITS } from '../domain/types';
import { DecisionSourceReader, SourceFile, SourceSnapshot } from './types';

/**
 * Reads records from a git host, by whatever integration the portal has for it. Which URLs
 * may be read at all was decided before (see `decisionLocation`).
 */
export class UrlSourceReader
  implements DecisionSourceReader<DecisionLocation & { type: 'url' }>
{
  readonly #urlReader: UrlReaderService;
  readonly #resolveUrl: (options: { url: string; base: string }) => string;

  constructor(options: {
    urlReader: UrlReaderService;
    resolveUrl: (options: { url: string; base: string }) => string;
  }) {
    this.#urlReader = options.urlReader;
    this.#resolveUrl = options.resolveUrl;
  }

  async read(
    location: DecisionLocation & { type: 'url' },
    options: { revision?: string; signal: AbortSignal },
  ): Promise<SourceSnapshot> {
    const tooLarge = new Map<string, number>();
    try {
      const tree = await this.#urlReader.readTree(location.url, {
        etag: options.revision,
        signal: options.signal,
        filter: (path, info) => {
          if (!isRecordPath(path)) {
            return false;
          }
          if (info && info.size > LIMITS.bytesPerFile) {
            tooLarge.set(path, info.size);
            return false;
          }
          return true;
        },
      });
      const present = (await tree.files())
        .filter(({ path }) => isRecordPath(path))
        .map(({ path, content }) => ({ path, content }));
      const listed = [
        ...present,
        ...[...tooLarge.keys()].map(path => ({ path, content: undefined })),
      ].sort((a, b) => (a.path < b.path ? -1 : 1));

      const files: SourceFile[] = [];
      for (const { path, content } of listed.slice(
        0,
        LIMITS.recordsPerEntity,
      )) {
        options.signal.throwIfAborted();
        const bytes = content && (await content());
        files.push({
          path,
          sizeBytes: bytes?.length ?? tooLarge.get(path) ?? 0,
          bytes:
            bytes && bytes.length <= LIMITS.bytesPerFile ? bytes : undefined,
          sourceUrl: this.#viewUrl(location.url, path),
        });
      }
      return {
        state: 'read',
        revision: tree.etag || null,
        files,
        skippedCount: Math.max(0, listed.length - LIMITS.recordsPerEntity),
      };
    } catch (error) {
      // Compared by name: readers come from packages with their own copies of the classes.
      const name = isError(error) ? error.name : '';
      if (name === 'NotModifiedError') {
        return { state: 'unchanged' };
      }
      if (name === 'NotFoundError') {
        return { state: 'missing' };
      }
      throw error;
    }
  }

  #viewUrl(folder: string, path: string): string {
    const encoded = path.split('/').map(encodeURIComponent).join('/');
    const base =
      folder.includes('?') || folder.endsWith('/') ? folder : `${folder}/`;
    return this.#resolveUrl({ url: encoded, base }).replace('/tree/', '/blob/');
  }
}
