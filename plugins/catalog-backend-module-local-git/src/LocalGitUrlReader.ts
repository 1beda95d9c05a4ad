import { Readable } from 'node:stream';
import {
  UrlReaderService,
  UrlReaderServiceReadTreeOptions,
  UrlReaderServiceReadTreeResponse,
  UrlReaderServiceReadUrlOptions,
  UrlReaderServiceReadUrlResponse,
  UrlReaderServiceSearchOptions,
  UrlReaderServiceSearchResponse,
} from '@backstage/backend-plugin-api';
import {
  ReadTreeResponseFactory,
  ReadUrlResponseFactory,
} from '@backstage/backend-defaults/urlReader';
import { InputError, NotModifiedError, toError } from '@backstage/errors';
import { LocalGit, RepositoryUrls } from '@companyos/local-git';
import picomatch from 'picomatch';

const MAX_FILE_BYTES = 10 * 1024 * 1024;

/**
 * Reads files of the embedded repositories by their URLs, straight from git: what TechDocs, decision records
 * and `$text` placeholders need. Reaches nothing but committed files of repositories in the folder.
 */
export class LocalGitUrlReader implements UrlReaderService {
  readonly #localGit: () => Promise<LocalGit>;
  readonly #urls: RepositoryUrls;
  readonly #treeResponseFactory: ReadTreeResponseFactory;

  constructor(options: {
    localGit: () => Promise<LocalGit>;
    urls: RepositoryUrls;
    treeResponseFactory: ReadTreeResponseFactory;
  }) {
    this.#localGit = options.localGit;
    this.#urls = options.urls;
    this.#treeResponseFactory = options.treeResponseFactory;
  }

  /**
   * One file; its ETag is the commit it was read from.
   *
   * @throws NotFoundError, InputError, NotModifiedError
   */
  async readUrl(
    url: string,
    options?: UrlReaderServiceReadUrlOptions,
  ): Promise<UrlReaderServiceReadUrlResponse> {
    const { kind, path, ...place } = this.#urls.parse(url);
    if (kind !== 'blob' || !path) {
      throw new InputError(`${url} does not name a file`);
    }
    const localGit = await this.#localGit();
    const commit = await localGit.resolve(place);
    if (options?.etag === commit) throw new NotModifiedError();
    const { bytes } = await localGit.readFile({
      ...place,
      ref: commit,
      path,
      maxBytes: MAX_FILE_BYTES,
    });
    return ReadUrlResponseFactory.fromReadable(Readable.from([bytes]), {
      etag: commit,
    });
  }

  /**
   * The files of a folder, with paths relative to it; its ETag is the commit they were read from.
   *
   * @throws NotFoundError, InputError, NotModifiedError
   */
  async readTree(
    url: string,
    options?: UrlReaderServiceReadTreeOptions,
  ): Promise<UrlReaderServiceReadTreeResponse> {
    const { kind, path, ...place } = this.#urls.parse(url);
    if (kind !== 'tree') throw new InputError(`${url} does not name a folder`);
    const localGit = await this.#localGit();
    const commit = await localGit.resolve(place);
    if (options?.etag === commit) throw new NotModifiedError();
    const { files } = await localGit.readTree({
      ...place,
      ref: commit,
      under: path,
    });
    const response = await this.#treeResponseFactory.fromReadableArray(
      files
        .map(({ path: full, bytes }) => ({
          path: path ? full.slice(path.length + 1) : full,
          bytes,
        }))
        .filter(
          file =>
            options?.filter?.(file.path, { size: file.bytes.byteLength }) ??
            true,
        )
        .map(file => ({ path: file.path, data: Readable.from([file.bytes]) })),
    );
    // A response made from an array has no ETag of its own.
    return {
      etag: commit,
      files: () => response.files(),
      archive: () => response.archive(),
      dir: dirOptions => response.dir(dirOptions),
    };
  }

  /**
   * The files whose path matches the URL's glob.
   *
   * @throws NotFoundError, InputError, NotModifiedError
   */
  async search(
    url: string,
    options?: UrlReaderServiceSearchOptions,
  ): Promise<UrlReaderServiceSearchResponse> {
    const { path, kind: _kind, ...place } = this.#urls.parse(url);
    const localGit = await this.#localGit();
    const commit = await localGit.resolve(place);
    if (options?.etag === commit) throw new NotModifiedError();
    const { base, isGlob } = picomatch.scan(path);
    const found = (content: Buffer, at: string) => ({
      url: this.#urls.blob(place, at, place.ref),
      content: async () => content,
    });
    try {
      if (!isGlob) {
        const { bytes } = await localGit.readFile({
          ...place,
          ref: commit,
          path,
          maxBytes: MAX_FILE_BYTES,
        });
        return { etag: commit, files: [found(bytes, path)] };
      }
      const matches = picomatch(path, { dot: true });
      const { files } = await localGit.readTree({
        ...place,
        ref: commit,
        under: base,
      });
      return {
        etag: commit,
        files: files
          .filter(file => matches(file.path))
          .map(file => found(file.bytes, file.path)),
      };
    } catch (error) {
      if (toError(error).name === 'NotFoundError') {
        return { etag: commit, files: [] };
      }
      throw error;
    }
  }

  toString(): string {
    return 'localGit{}';
  }
}
