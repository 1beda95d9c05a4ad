import { execFile, spawn } from 'node:child_process';
import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface Pull {
  number: number;
  node_id: string;
  html_url: string;
  head: string;
  base: string;
  state: 'open' | 'closed';
  draft: boolean;
  merged: boolean;
  title: string;
  body: string;
}

type Answer = [status: number, body: unknown];

/** The part of a list that was asked for, as GitHub cuts it. */
function pageOf<T>(all: readonly T[], query: URLSearchParams): T[] {
  const size = Number(query.get('per_page') ?? 30);
  const start = (Number(query.get('page') ?? 1) - 1) * size;
  return all.slice(start, start + size);
}

/**
 * The edge of GitHub that updates reach: pull requests, statuses and check runs over real bare repositories, and
 * git's own HTTP back end. Everything needs the token.
 */
export class FakeGithub {
  readonly calls: string[] = [];
  readonly pulls: Pull[] = [];
  /** `<commit> <context>` to state. */
  readonly statuses = new Map<string, string>();
  readonly runs = new Map<
    string,
    { name: string; conclusion: string | null }
  >();
  /** Runs that passed before each of those. */
  passedRuns = 0;
  hasDrafts = true;
  readonly #server: Server;
  readonly #root: string;
  readonly #token: string;

  private constructor(root: string, token: string) {
    this.#root = root;
    this.#token = token;
    this.#server = createServer((request, response) => {
      const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
      const { authorization } = request.headers;
      if (
        ![`Bearer ${token}`, `Basic ${basic}`].includes(authorization ?? '')
      ) {
        response.writeHead(403).end();
        return;
      }
      const handle = request.url?.startsWith('/api/')
        ? this.#api(request, response)
        : this.#git(request, response);
      handle.catch(error => response.writeHead(500).end(String(error)));
    });
  }

  static async start(root: string, token: string): Promise<FakeGithub> {
    const github = new FakeGithub(root, token);
    await new Promise<void>(resolve =>
      github.#server.listen(0, '127.0.0.1', resolve),
    );
    return github;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  get token(): string {
    return this.#token;
  }

  directoryOf(name: string): string {
    return join(this.#root, 'acme', `${name}.git`);
  }

  /** Takes in a repository from elsewhere. */
  async add(name: string, from: string): Promise<void> {
    await run('git', ['clone', '-q', '--bare', from, this.directoryOf(name)]);
    await run('git', [
      '-C',
      this.directoryOf(name),
      'config',
      'http.receivepack',
      'true',
    ]);
  }

  stop(): Promise<unknown> {
    this.#server.closeAllConnections();
    return new Promise(resolve => this.#server.close(resolve));
  }

  async #api(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const url = new URL(request.url ?? '/', this.url);
    const path = url.pathname.slice('/api'.length);
    this.calls.push(`${request.method} ${path}`);
    const [status, body] = await this.#answer(
      `${request.method} ${path}`,
      url.searchParams,
      text ? JSON.parse(text) : {},
    );
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify(body));
  }

  async #answer(
    call: string,
    query: URLSearchParams,
    body: Record<string, string> & {
      draft?: boolean;
      variables?: { id: string };
    },
  ): Promise<Answer> {
    const [, name, rest = ''] =
      /^[A-Z]+ \/repos\/acme\/([^/]+)\/(.*)$/.exec(call) ?? [];
    const method = call.split(' ')[0];
    if (call === 'POST /graphql') {
      const pull = this.pulls.find(item => item.node_id === body.variables?.id);
      if (pull) pull.draft = false;
      return [200, { data: {} }];
    }
    if (rest === 'pulls' && method === 'GET') {
      return [
        200,
        this.pulls.filter(
          ({ state, head }) =>
            state === 'open' && `acme:${head}` === query.get('head'),
        ),
      ];
    }
    if (rest === 'pulls' && method === 'POST') {
      if (body.draft && !this.hasDrafts) {
        return [422, { message: 'Draft pull requests are not supported' }];
      }
      const number = this.pulls.length + 1;
      const pull: Pull = {
        number,
        node_id: `node-${number}`,
        html_url: `https://github.test/acme/${name}/pull/${number}`,
        head: body.head,
        base: body.base,
        title: body.title,
        body: body.body,
        state: 'open',
        draft: body.draft === true,
        merged: false,
      };
      this.pulls.push(pull);
      return [201, pull];
    }
    const [, number, verb] = /^pulls\/(\d+)(?:\/(\w+))?$/.exec(rest) ?? [];
    const pull = this.pulls.find(item => item.number === Number(number));
    if (pull && verb === 'merge') return this.#merge(name, pull, body);
    if (pull) {
      if (method === 'PATCH') pull.state = 'closed';
      return [200, pull];
    }
    const [, commit] = /^statuses\/(.+)$/.exec(rest) ?? [];
    if (commit) {
      this.statuses.set(`${commit} ${body.context}`, body.state);
      return [201, {}];
    }
    const [, of, what] = /^commits\/(\w+)\/([\w-]+)$/.exec(rest) ?? [];
    if (what === 'check-runs') {
      const found = this.runs.get(of);
      const all = found
        ? [
            ...Array.from({ length: this.passedRuns }, (_, index) => ({
              name: `passed ${index}`,
              conclusion: 'success',
            })),
            found,
          ]
        : [];
      return [
        200,
        {
          check_runs: pageOf(all, query).map(one => ({
            name: one.name,
            status: one.conclusion ? 'completed' : 'in_progress',
            conclusion: one.conclusion,
            html_url: 'https://github.test/run/1',
          })),
        },
      ];
    }
    if (what === 'status') {
      return [
        200,
        {
          statuses: [...this.statuses]
            .filter(([key]) => key.startsWith(of))
            .map(([key, state]) => ({ context: key.split(' ')[1], state })),
        },
      ];
    }
    return [404, { message: `Not Found: ${call}` }];
  }

  async #merge(
    name: string,
    pull: Pull,
    body: Record<string, string>,
  ): Promise<Answer> {
    const git = async (...args: string[]) =>
      (await run('git', ['-C', this.directoryOf(name), ...args])).stdout.trim();
    if (pull.draft) return [405, { message: 'Pull Request is a draft' }];
    if ((await git('rev-parse', pull.head)) !== body.sha) {
      return [409, { message: 'Head branch was modified' }];
    }
    const tree = await git('rev-parse', `${body.sha}^{tree}`);
    const commit = await git(
      '-c',
      'user.name=GitHub',
      '-c',
      'user.email=noreply@github.test',
      'commit-tree',
      tree,
      '-p',
      pull.base,
      '-p',
      body.sha,
      '-m',
      body.commit_title,
    );
    await git('update-ref', `refs/heads/${pull.base}`, commit);
    pull.state = 'closed';
    pull.merged = true;
    return [200, { sha: commit, merged: true }];
  }

  /** One CGI request (RFC 3875), as any web server before git does it. */
  async #git(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '/', this.url);
    const { stdout: programs } = await run('git', ['--exec-path']);
    const child = spawn(join(programs.trim(), 'git-http-backend'), {
      env: {
        PATH: process.env.PATH,
        GIT_PROJECT_ROOT: this.#root,
        GIT_HTTP_EXPORT_ALL: '1',
        GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
        PATH_INFO: url.pathname,
        QUERY_STRING: url.search.slice(1),
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        HTTP_CONTENT_ENCODING: String(
          request.headers['content-encoding'] ?? '',
        ),
      },
    });
    request.pipe(child.stdin);
    const chunks: Buffer[] = [];
    for await (const chunk of child.stdout) chunks.push(chunk);
    const output = Buffer.concat(chunks);
    const end = output.indexOf('\r\n\r\n');
    let status = 200;
    for (const line of output.subarray(0, end).toString().split('\r\n')) {
      const [name, value] = line.split(': ');
      if (name === 'Status') status = Number(value.slice(0, 3));
      else response.setHeader(name, value);
    }
    response.writeHead(status).end(output.subarray(end + 4));
  }
}
