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

/**
 * The edge of GitHub that `publish:github` reaches: the few API calls, and git's own HTTP back end to push to.
 */
export class FakeGithub {
  readonly calls: string[] = [];
  readonly #server: Server;
  readonly #root: string;

  private constructor(root: string) {
    this.#root = root;
    this.#server = createServer((request, response) => {
      const handle = request.url?.startsWith('/api/')
        ? this.#api(request, response)
        : this.#git(request, response);
      handle.catch(error => response.writeHead(500).end(String(error)));
    });
  }

  static async start(root: string): Promise<FakeGithub> {
    const github = new FakeGithub(root);
    await new Promise<void>(resolve =>
      github.#server.listen(0, '127.0.0.1', resolve),
    );
    return github;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  stop(): Promise<unknown> {
    this.#server.closeAllConnections();
    return new Promise(resolve => this.#server.close(resolve));
  }

  async #api(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const call = `${request.method} ${request.url?.slice('/api'.length)}`;
    this.calls.push(call);
    const answer = (status: number, body: object) =>
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify(body));
    if (call === 'GET /users/acme') {
      answer(200, { login: 'acme', type: 'Organization' });
    } else if (call === 'POST /orgs/acme/repos') {
      const { name } = JSON.parse(text);
      const repository = join(this.#root, 'acme', `${name}.git`);
      await run('git', ['init', '-q', '--bare', '-b', 'main', repository]);
      await run('git', [
        '-C',
        repository,
        'config',
        'http.receivepack',
        'true',
      ]);
      answer(201, {
        clone_url: `${this.url}/acme/${name}.git`,
        html_url: `https://github.test/acme/${name}`,
      });
    } else if (
      /^PUT \/repos\/acme\/[^/]+\/branches\/main\/protection$/.test(call)
    ) {
      answer(200, {});
    } else {
      answer(404, { message: `Not Found: ${call}` });
    }
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
