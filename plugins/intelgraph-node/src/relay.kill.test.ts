import createKnex from 'knex';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

jest.setTimeout(180_000);

/** How many events each process writes; the last transaction is the one that may not commit. */
const COUNT = 5;

describe('a portal that is killed', () => {
  let directory: string;
  let file: string;
  let receiver: Server;
  let url: string;
  /** What a receiver that tells events apart by source and id keeps, in the order of arrival. */
  let kept: Map<string, number>;
  let deliveries: number;
  let killBeforeAnswer: boolean;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'relay-kill-'));
    file = join(directory, 'plugin.sqlite');
    kept = new Map();
    deliveries = 0;
    killBeforeAnswer = false;
    receiver = createServer((req, res) => {
      const chunks: Buffer[] = [];
      req.on('data', chunk => chunks.push(chunk));
      req.on('end', () => {
        const events: {
          source: string;
          id: string;
          data: { subject: { content: { number: number } } };
        }[] = JSON.parse(Buffer.concat(chunks).toString());
        const results = events.map(({ source, id, data }, index) => {
          deliveries += 1;
          const key = `${source} ${id}`;
          const status = kept.has(key) ? 'duplicate' : 'created';
          if (status === 'created') kept.set(key, data.subject.content.number);
          return { index, status };
        });
        if (killBeforeAnswer) {
          process.kill(Number(req.headers['x-pid']), 'SIGKILL');
          return;
        }
        res.setHeader('Content-Type', 'application/json');
        res.end(JSON.stringify({ operationId: 'x', counts: {}, results }));
      });
    });
    await new Promise<void>(resolve =>
      receiver.listen(0, '127.0.0.1', resolve),
    );
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    receiver.closeAllConnections();
    await new Promise(resolve => receiver.close(resolve));
    await rm(directory, { recursive: true, force: true });
  });

  /** Runs the portal. @returns how it ended: a signal, or an exit code with what it said */
  function run(first: number, killAt = ''): Promise<string> {
    return new Promise(resolve => {
      const child = spawn(
        process.execPath,
        [
          '-r',
          require.resolve('@backstage/cli/config/nodeTransform.cjs'),
          join(__dirname, '__testUtils__', 'relayProcess.ts'),
          file,
          url,
          String(first),
          String(COUNT),
        ],
        {
          env: { PATH: process.env.PATH, KILL_AT: killAt },
          stdio: ['ignore', 'ignore', 'pipe'],
        },
      );
      let said = '';
      child.stderr.on('data', chunk => {
        said += chunk;
      });
      child.on('close', (code, signal) => resolve(signal ?? `${code}${said}`));
    });
  }

  async function committed(): Promise<number[]> {
    const knex = createKnex({
      client: 'better-sqlite3',
      connection: { filename: file },
      useNullAsDefault: true,
    });
    try {
      expect(await knex('intelgraph_outbox')).toEqual([]);
      expect(await knex('intelgraph_outbox_dead')).toEqual([]);
      return await knex('changes').orderBy('number').pluck('number');
    } finally {
      await knex.destroy();
    }
  }

  it.each([
    // Step, whether the receiver had the events when it happened, whether the last change was kept.
    ['uncommitted', false, false],
    ['committed', false, true],
    ['claimed', false, true],
    ['unanswered', true, true],
    ['answered', true, true],
    ['deleting', true, true],
  ])(
    'at the step "%s" loses nothing and doubles nothing',
    async (step, isStored, isKept) => {
      killBeforeAnswer = step === 'unanswered';
      expect(await run(1, step)).toBe('SIGKILL');
      expect(kept.size).toBe(isStored ? COUNT : 0);

      killBeforeAnswer = false;
      expect(await run(COUNT + 1)).toBe('0');
      const expected = Array.from(
        { length: 2 * COUNT },
        (_, index) => index + 1,
      ).filter(number => isKept || number !== COUNT);
      expect(await committed()).toEqual(expected);
      // Each change told once, in the order in which they were made; what was not kept was not told.
      expect([...kept.values()]).toEqual(expected);
      // The receiver had to tell duplicates apart exactly where the portal could not know.
      expect(deliveries).toBe(expected.length + (isStored ? COUNT : 0));
    },
  );
});
