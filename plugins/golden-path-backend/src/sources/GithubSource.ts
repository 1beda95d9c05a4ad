import { createHash } from 'node:crypto';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ConflictError,
  isError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { git, GitRun } from '@companyos/git-command';
import { GithubAnswer, GithubApi } from './GithubApi';
import { hasCommit } from './gitObjects';
import { SerialByKey } from './SerialByKey';
import {
  HostCheck,
  MergeOutcome,
  Proposal,
  PullRequest,
  RepositoryHead,
  RepositoryPlace,
  RepositorySource,
} from './types';

const FETCH_TIMEOUT_MS = 120_000;
/** Check names of ours; what GitHub says of them is our own word. */
const OWN = 'golden/';
const MAX_DESCRIPTION = 140;
const PER_PAGE = 100;
const MAX_PAGES = 10;

type Json = { readonly [key: string]: unknown };

/**
 * Repositories on GitHub: git over HTTPS into a bare copy in the work folder, pull requests and statuses over the
 * API. The token goes to git in its environment, never in an argument, a URL, a file or a message.
 */
export class GithubSource implements RepositorySource {
  readonly #folder: string;
  readonly #api: (place: RepositoryPlace) => GithubApi;
  readonly #token: (place: RepositoryPlace) => Promise<string | undefined>;
  readonly #remoteOf: (place: RepositoryPlace) => string;
  readonly #protocols: readonly string[];
  readonly #serial = new SerialByKey();

  constructor(options: {
    /** Where the copies are kept. */
    folder: string;
    api: (place: RepositoryPlace) => GithubApi;
    token: (place: RepositoryPlace) => Promise<string | undefined>;
    /** By default HTTPS to the place's own host, and nothing else. */
    remote?: {
      urlOf: (place: RepositoryPlace) => string;
      protocols: readonly string[];
    };
  }) {
    this.#folder = options.folder;
    this.#api = options.api;
    this.#token = options.token;
    this.#remoteOf =
      options.remote?.urlOf ??
      (({ hostname, owner, name }) =>
        `https://${hostname}/${owner}/${name}.git`);
    this.#protocols = options.remote?.protocols ?? ['https'];
  }

  async head(place: RepositoryPlace): Promise<RepositoryHead | undefined> {
    const lines = await this.#lsRemote(place, ['--symref'], ['HEAD']);
    const branch = lines
      .map(line => /^ref: refs\/heads\/(\S+)\tHEAD$/.exec(line)?.[1])
      .find(Boolean);
    const commit = lines
      .map(line => /^([0-9a-f]{40})\tHEAD$/.exec(line)?.[1])
      .find(Boolean);
    return branch && commit ? { branch, commit } : undefined;
  }

  async branches(
    place: RepositoryPlace,
    names: readonly string[],
  ): Promise<Map<string, string>> {
    const lines = await this.#lsRemote(
      place,
      ['--heads'],
      names.map(name => `refs/heads/${name}`),
    );
    return new Map(
      lines.flatMap(line => {
        const [, commit, branch] =
          /^([0-9a-f]{40})\trefs\/heads\/(\S+)$/.exec(line) ?? [];
        return branch && names.includes(branch) ? [[branch, commit]] : [];
      }),
    );
  }

  async objects(
    place: RepositoryPlace,
    commits: readonly string[],
  ): Promise<string> {
    const directory = join(
      this.#folder,
      `${createHash('sha256').update(place.key).digest('hex')}.git`,
    );
    const missing = async () => {
      for (const commit of commits) {
        if (!(await hasCommit(directory, commit))) return commit;
      }
      return undefined;
    };
    return this.#serial.run(place.key, async () => {
      await mkdir(this.#folder, { recursive: true });
      const isThere = await stat(join(directory, 'HEAD')).catch(() => null);
      if (!isThere) {
        await git({
          args: ['init', '--quiet', '--bare', '--template=', '--', directory],
        });
      }
      if (await missing()) {
        await this.#remote(place, {
          args: [
            `--git-dir=${directory}`,
            'fetch',
            '--quiet',
            '--no-tags',
            '--force',
            '--prune',
            '--no-write-fetch-head',
            this.#remoteOf(place),
            '+refs/heads/*:refs/heads/*',
          ],
        });
      }
      const commit = await missing();
      if (commit) {
        throw new NotFoundError(
          `The repository ${place.owner}/${place.name} has no commit ${commit}`,
        );
      }
      return directory;
    });
  }

  put(
    place: RepositoryPlace,
    change: {
      gitDirectory: string;
      branch: string;
      commit: string;
      expected: string | undefined;
    },
  ): Promise<boolean> {
    return this.#push(place, change.gitDirectory, change);
  }

  async remove(
    place: RepositoryPlace,
    branch: string,
    commit: string,
  ): Promise<boolean> {
    const present = (await this.branches(place, [branch])).get(branch);
    if (present !== commit) return false;
    const directory = await this.objects(place, []);
    return this.#push(place, directory, {
      branch,
      commit: undefined,
      expected: commit,
    });
  }

  async propose(
    place: RepositoryPlace,
    proposal: Proposal,
  ): Promise<PullRequest | undefined> {
    const { branch, into, title, text, isDraft } = proposal;
    const query = new URLSearchParams({
      state: 'open',
      head: `${place.owner}:${branch}`,
      base: into,
    });
    const pulls = `${this.#path(place)}/pulls`;
    const api = this.#api(place);
    const open = await api.call('GET', `${pulls}?${query}`);
    const [existing] = Array.isArray(open.body) ? open.body : [];
    if (existing) {
      const { draft, node_id: nodeId } = asObject(existing);
      if (draft === true && !isDraft && typeof nodeId === 'string') {
        // Only this way of the API takes the draft mark off.
        await api.call('POST', '/graphql', {
          query:
            'mutation($id: ID!) { markPullRequestReadyForReview(input: {pullRequestId: $id}) { clientMutationId } }',
          variables: { id: nodeId },
        });
      }
      return pullRequestOf(existing);
    }
    const create = (draft: boolean) =>
      api.call('POST', pulls, {
        title,
        head: branch,
        base: into,
        body: text,
        draft,
        maintainer_can_modify: true,
      });
    let made = await create(isDraft);
    if (made.status === 422 && isDraft) {
      // Some plans have no drafts; the failing status holds the merge then.
      made = await create(false);
    }
    const pullRequest = made.status === 201 && pullRequestOf(made.body);
    if (!pullRequest) throw refusal('open a pull request', made);
    return pullRequest;
  }

  async proposalState(
    place: RepositoryPlace,
    pullRequest?: number,
  ): Promise<'open' | 'merged' | 'closed'> {
    if (pullRequest === undefined) return 'open';
    const answer = await this.#api(place).call(
      'GET',
      `${this.#path(place)}/pulls/${pullRequest}`,
    );
    if (answer.status !== 200) throw refusal('show the pull request', answer);
    const { merged, state } = asObject(answer.body);
    if (merged === true) return 'merged';
    return state === 'closed' ? 'closed' : 'open';
  }

  async merge(
    place: RepositoryPlace,
    options: {
      branch: string;
      commit: string;
      base: string;
      pullRequest?: number;
      title: string;
    },
  ): Promise<MergeOutcome> {
    const { branch, commit, base, pullRequest, title } = options;
    if (pullRequest === undefined) {
      return { kind: 'refused', reason: 'The update has no pull request' };
    }
    // GitHub compares the branch only; the checks were of this base as well.
    if ((await this.head(place))?.commit !== base) return { kind: 'moved' };
    const merge = (method: 'merge' | 'squash') =>
      this.#api(place).call(
        'PUT',
        `${this.#path(place)}/pulls/${pullRequest}/merge`,
        { sha: commit, merge_method: method, commit_title: title },
      );
    let answer = await merge('merge');
    if (
      answer.status === 405 &&
      /merge commits are not allowed/i.test(messageOf(answer))
    ) {
      answer = await merge('squash');
    }
    if (answer.status === 409) return { kind: 'moved' };
    const { sha } = asObject(answer.body);
    if (answer.status !== 200 || typeof sha !== 'string') {
      return { kind: 'refused', reason: refusal('merge', answer).message };
    }
    // Merged is merged: a branch that stays does no harm.
    await this.remove(place, branch, commit).catch(() => false);
    return { kind: 'merged', commit: sha };
  }

  async withdraw(place: RepositoryPlace, pullRequest?: number): Promise<void> {
    if (pullRequest === undefined) return;
    const answer = await this.#api(place).call(
      'PATCH',
      `${this.#path(place)}/pulls/${pullRequest}`,
      { state: 'closed' },
    );
    if (answer.status !== 200) throw refusal('close the pull request', answer);
  }

  async report(
    place: RepositoryPlace,
    commit: string,
    checks: readonly HostCheck[],
  ): Promise<void> {
    const states = { pending: 'pending', passed: 'success', failed: 'failure' };
    for (const { name, status, summary, url } of checks) {
      const answer = await this.#api(place).call(
        'POST',
        `${this.#path(place)}/statuses/${commit}`,
        {
          state: states[status],
          context: name,
          description: summary.slice(0, MAX_DESCRIPTION),
          ...(url && { target_url: url }),
        },
      );
      if (answer.status !== 201) throw refusal('take a status', answer);
    }
  }

  async ciOf(
    place: RepositoryPlace,
    commit: string,
  ): Promise<HostCheck | undefined> {
    const path = `${this.#path(place)}/commits/${commit}`;
    const runs = await this.#all(place, `${path}/check-runs`, 'check_runs');
    const statuses = await this.#all(place, `${path}/status`, 'statuses');
    const outcomes = [
      ...runs.map(run => ({
        name: String(run.name),
        url: run.html_url,
        status: runStatus(run),
      })),
      ...statuses
        .filter(status => !String(status.context).startsWith(OWN))
        .map(status => ({
          name: String(status.context),
          url: status.target_url,
          status: stateStatus(status.state),
        })),
    ];
    const failed = outcomes.filter(({ status }) => status === 'failed');
    const pending = outcomes.filter(({ status }) => status === 'pending');
    const [first] = [...failed, ...pending, ...outcomes];
    const names = (list: { name: string }[]) =>
      list
        .map(({ name }) => name)
        .join(', ')
        .slice(0, 300);
    const url =
      typeof first?.url === 'string' && /^https?:\/\//.test(first.url)
        ? { url: first.url }
        : {};
    if (failed.length) {
      return {
        name: 'ci',
        status: 'failed',
        summary: `Failed on GitHub: ${names(failed)}`,
        ...url,
      };
    }
    if (pending.length || !outcomes.length) {
      return {
        name: 'ci',
        status: 'pending',
        summary: pending.length
          ? `Waiting on GitHub for ${names(pending)}`
          : 'No check has begun on GitHub',
        ...url,
      };
    }
    return {
      name: 'ci',
      status: 'passed',
      summary: `Passed on GitHub: ${names(outcomes)}`,
      ...url,
    };
  }

  /** A list to its end: one outcome left unread may be the one that failed. */
  async #all(
    place: RepositoryPlace,
    path: string,
    key: string,
  ): Promise<Json[]> {
    const found: Json[] = [];
    for (let page = 1; page <= MAX_PAGES; page += 1) {
      const answer = await this.#api(place).call(
        'GET',
        `${path}?per_page=${PER_PAGE}&page=${page}`,
      );
      if (answer.status !== 200) throw refusal('show the checks', answer);
      const items = listOf(answer.body, key);
      found.push(...items);
      if (items.length < PER_PAGE) return found;
    }
    throw new ConflictError(
      `GitHub has more than ${
        MAX_PAGES * PER_PAGE
      } outcomes of checks for one commit`,
    );
  }

  #path({ owner, name }: RepositoryPlace): string {
    return `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;
  }

  async #lsRemote(
    place: RepositoryPlace,
    options: readonly string[],
    patterns: readonly string[],
  ): Promise<string[]> {
    const output = await this.#remote(place, {
      args: [
        'ls-remote',
        '--quiet',
        ...options,
        '--',
        this.#remoteOf(place),
        ...patterns,
      ],
      maxOutputBytes: 1024 * 1024,
    });
    return output.toString().split('\n').filter(Boolean);
  }

  async #push(
    place: RepositoryPlace,
    gitDirectory: string,
    change: {
      branch: string;
      commit: string | undefined;
      expected: string | undefined;
    },
  ): Promise<boolean> {
    const { branch, commit = '', expected } = change;
    const ref = `refs/heads/${branch}`;
    try {
      await this.#remote(place, {
        args: [
          `--git-dir=${gitDirectory}`,
          'push',
          '--quiet',
          // Compare and swap: the remote itself refuses when the branch stands elsewhere.
          `--force-with-lease=${ref}:${expected ?? ''}`,
          this.#remoteOf(place),
          `${commit}:${ref}`,
        ],
      });
      return true;
    } catch (error) {
      const present = (await this.branches(place, [branch])).get(branch);
      if (present !== expected) return present === (commit || undefined);
      throw error;
    }
  }

  /** Runs git against the host, with the place's credentials in its environment. */
  async #remote(place: RepositoryPlace, run: GitRun): Promise<Buffer> {
    const token = await this.#token(place);
    const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
    const settings: [string, string][] = [
      // A redirect would carry the header to another host.
      ['http.followRedirects', 'false'],
      ...(token
        ? [
            [
              `http.${this.#remoteOf(place)}.extraHeader`,
              `Authorization: Basic ${basic}`,
            ] satisfies [string, string],
          ]
        : []),
    ];
    const env = Object.fromEntries([
      ['GIT_CONFIG_COUNT', String(settings.length)],
      ...settings.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ]);
    try {
      return await git({
        timeoutMs: FETCH_TIMEOUT_MS,
        ...run,
        protocols: this.#protocols,
        env,
      });
    } catch (error) {
      let words = isError(error) ? error.message : 'git failed';
      for (const secret of [token, basic]) {
        if (secret) words = words.replaceAll(secret, '***');
      }
      throw new ServiceUnavailableError(
        `${place.hostname}/${place.owner}/${place.name}: ${words}`,
      );
    }
  }
}

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function listOf(body: unknown, key: string): Json[] {
  const list = asObject(body)[key];
  return Array.isArray(list) ? list.map(asObject) : [];
}

function pullRequestOf(value: unknown): PullRequest | undefined {
  const { number, html_url: url } = asObject(value);
  return typeof number === 'number' && typeof url === 'string'
    ? { number, url }
    : undefined;
}

function messageOf(answer: GithubAnswer): string {
  const { message, errors } = asObject(answer.body);
  const details = Array.isArray(errors)
    ? errors.map(item => asObject(item).message).filter(Boolean)
    : [];
  return [message, ...details].filter(Boolean).join('; ').slice(0, 500);
}

function refusal(what: string, answer: GithubAnswer): Error {
  const text = `GitHub does not ${what} (${answer.status}): ${
    messageOf(answer) || 'no reason given'
  }`;
  return answer.status === 404
    ? new NotFoundError(text)
    : new ConflictError(text);
}

function runStatus(run: Json): HostCheck['status'] {
  if (run.status !== 'completed') return 'pending';
  return ['success', 'neutral', 'skipped'].includes(String(run.conclusion))
    ? 'passed'
    : 'failed';
}

function stateStatus(state: unknown): HostCheck['status'] {
  if (state === 'success') return 'passed';
  return state === 'pending' ? 'pending' : 'failed';
}
