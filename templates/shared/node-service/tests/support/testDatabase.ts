import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database of its own for one test file, or the in-process one. */
export interface TestDatabase {
  readonly url: string | undefined;
  drop(): Promise<void>;
}

/** The engines the integration tests run on; the server joins where TEST_DATABASE_URL is set. */
export const engines: readonly string[] =
  process.env['TEST_DATABASE_URL'] === undefined ? ['in-process'] : ['in-process', 'postgresql'];

/** Creates an empty database on an engine. */
export async function createTestDatabase(engine: string): Promise<TestDatabase> {
  const serverUrl = process.env['TEST_DATABASE_URL'];
  if (engine === 'in-process' || serverUrl === undefined) {
    return { url: undefined, drop: () => Promise.resolve() };
  }
  const name = `test_${randomBytes(6).toString('hex')}`;
  const administer = async (statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: serverUrl });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await administer(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(`drop database ${name} with (force)`) };
}
