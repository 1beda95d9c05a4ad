import { InputError } from '@backstage/errors';
import { RepositoryId } from './LocalGit';
import { isRepositoryName } from './names';

/**
 * A place in a repository, as a URL names it.
 *
 * @public
 */
export interface RepositoryLocation extends RepositoryId {
  readonly kind: 'blob' | 'tree';
  readonly ref: string;
  /** Decoded, without slashes at its ends; empty for the root. Not yet checked against anything. */
  readonly path: string;
}

/**
 * The URLs of files and folders in repositories that no git host serves:
 * `<baseUrl>/repos/<owner>/<name>/(blob|tree)/<ref>/<path>`. Relative references resolve against them as they
 * do on git hosts. A slash in a ref is written `%2F`.
 *
 * @public
 */
export class RepositoryUrls {
  readonly #prefix: URL;

  constructor(baseUrl: string) {
    this.#prefix = new URL(`${baseUrl.replace(/\/+$/, '')}/repos/`);
  }

  /** URL of one file. */
  blob(id: RepositoryId, path: string, ref = 'main'): string {
    return this.#url('blob', id, ref, path);
  }

  /** URL of a folder, ending in a slash; without a path that of the whole repository. */
  tree(id: RepositoryId, path = '', ref = 'main'): string {
    return this.#url('tree', id, ref, path && `${path}/`);
  }

  /** Whether the URL is of this scheme. A text that is no URL is not. */
  matches(url: string | URL): boolean {
    try {
      const { origin, pathname } = new URL(url);
      return (
        origin === this.#prefix.origin &&
        pathname.startsWith(this.#prefix.pathname)
      );
    } catch {
      return false;
    }
  }

  /**
   * Reads a URL of this scheme.
   *
   * @throws InputError
   */
  parse(url: string): RepositoryLocation {
    if (this.matches(url)) {
      const rest = new URL(url).pathname.slice(this.#prefix.pathname.length);
      const [owner, name, kind, ref, ...segments] = rest
        .split('/')
        .map(segment => this.#decode(segment));
      if (
        isRepositoryName(owner ?? '') &&
        isRepositoryName(name ?? '') &&
        (kind === 'blob' || kind === 'tree') &&
        ref &&
        // An encoded slash must not make two segments of one.
        segments.every(segment => !segment.includes('/'))
      ) {
        const path = segments.join('/').replace(/^\/+|\/+$/g, '');
        return { owner, name, kind, ref, path };
      }
    }
    throw new InputError(
      `${JSON.stringify(url.slice(0, 300))} is not a URL of the form ${
        this.#prefix
      }<owner>/<name>/(blob|tree)/<ref>/<path>`,
    );
  }

  #decode(segment: string): string {
    try {
      return decodeURIComponent(segment);
    } catch {
      return segment;
    }
  }

  #url(
    kind: 'blob' | 'tree',
    { owner, name }: RepositoryId,
    ref: string,
    path: string,
  ): string {
    const place = [owner, name, kind, encodeURIComponent(ref)].join('/');
    return `${this.#prefix}${place}/${path
      .split('/')
      .map(encodeURIComponent)
      .join('/')}`;
  }
}
