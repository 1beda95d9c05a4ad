import { ServiceUnavailableError } from '@backstage/errors';

const TIMEOUT_MS = 20_000;
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** What GitHub answered. */
export interface GithubAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** GitHub's API with the credentials of the portal. Follows no redirects, so a token never goes elsewhere. */
export class GithubApi {
  readonly #baseUrl: string;
  readonly #token: () => Promise<string | undefined>;

  constructor(options: {
    /** Without a slash at its end. */
    baseUrl: string;
    token: () => Promise<string | undefined>;
  }) {
    this.#baseUrl = options.baseUrl;
    this.#token = options.token;
  }

  /**
   * @param path - below the API's base, beginning with a slash
   * @throws ServiceUnavailableError when there is no answer, or GitHub itself is in trouble
   */
  async call(
    method: string,
    path: string,
    body?: object,
  ): Promise<GithubAnswer> {
    const url =
      path === '/graphql' && this.#baseUrl.endsWith('/v3')
        ? `${this.#baseUrl.slice(0, -3)}/graphql`
        : `${this.#baseUrl}${path}`;
    const token = await this.#token();
    let response: Response;
    let text: string;
    try {
      response = await fetch(url, {
        method,
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: {
          accept: 'application/vnd.github+json',
          'x-github-api-version': '2022-11-28',
          ...(token && { authorization: `Bearer ${token}` }),
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      text = await readLimited(response);
    } catch {
      // The cause may name hosts and headers; what a person can act on is this.
      throw new ServiceUnavailableError(
        `${method} ${path}: GitHub did not answer`,
      );
    }
    if (response.status >= 500 || response.status === 429) {
      throw new ServiceUnavailableError(
        `${method} ${path}: GitHub answered ${response.status}`,
      );
    }
    return { status: response.status, body: parse(text) };
  }
}

async function readLimited(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MAX_BODY_BYTES) {
      await reader.cancel();
      throw new Error('too much');
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
