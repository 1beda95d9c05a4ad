import { createMockDirectory } from '@backstage/backend-test-utils';
import { loadConfigSchema } from '@backstage/config-loader';
import { readFileSync } from 'node:fs';
import { loadSecretsSchema } from './configSchema';

const directory = createMockDirectory();

const schemaOf = (secret: string) => ({
  type: 'object',
  properties: { [secret]: { type: 'string', visibility: 'secret' } },
});

/** A repository with one package that has a schema of its own. */
function setContent(secret: string, lock = 'lock') {
  directory.setContent({
    'package.json': JSON.stringify({
      name: 'root',
      private: true,
      workspaces: { packages: ['packages/*'] },
    }),
    'yarn.lock': lock,
    'packages/a/package.json': JSON.stringify({
      name: 'a',
      version: '1.0.0',
      configSchema: 'schema.json',
    }),
    'packages/a/schema.json': JSON.stringify(schemaOf(secret)),
  });
}

describe('loadSecretsSchema', () => {
  const compile = jest.fn(async () =>
    loadConfigSchema({
      serialized: {
        backstageConfigSchemaVersion: 1,
        schemas: [
          {
            packageName: 'a',
            path: 'packages/a/schema.json',
            value: JSON.parse(
              readFileSync(directory.resolve('packages/a/schema.json'), 'utf8'),
            ),
          },
          {
            packageName: 'b',
            path: 'packages/b/schema.json',
            value: {
              type: 'object',
              properties: { port: { type: 'number' } },
            },
          },
        ],
      },
    }),
  );
  const secrets = async () => {
    const schema = await loadSecretsSchema({
      directory: directory.path,
      onSchemaError: error => {
        throw error;
      },
      compile: compile as never,
    });
    const [processed] = schema.process(
      [{ data: { token: 't', password: 'p' }, context: 'test' }],
      { visibility: ['secret'] },
    );
    return processed.data;
  };

  beforeEach(() => {
    compile.mockClear();
    setContent('token');
  });

  it('makes the schema once, and knows by it what is secret', async () => {
    expect(await secrets()).toEqual({ token: 't' });
    expect(await secrets()).toEqual({ token: 't' });
    expect(compile).toHaveBeenCalledTimes(1);
    // What has no secrets is not kept.
    const kept = directory.content({ path: '.cache/config-schema' });
    expect(JSON.stringify(kept)).toContain('packages/a');
    expect(JSON.stringify(kept)).not.toContain('packages/b');
  });

  it('makes it anew when a schema, a manifest or a dependency has changed', async () => {
    await secrets();
    directory.addContent({
      'packages/a/schema.json': JSON.stringify(schemaOf('password')),
    });
    expect(await secrets()).toEqual({ password: 'p' });
    directory.addContent({ 'yarn.lock': 'another' });
    await secrets();
    directory.addContent({
      'packages/a/package.json': JSON.stringify({
        name: 'a',
        version: '1.0.1',
        configSchema: 'schema.json',
      }),
    });
    await secrets();
    expect(compile).toHaveBeenCalledTimes(4);
    // What was kept for the earlier ones is gone.
    const kept = directory.content({ path: '.cache/config-schema' });
    expect(Object.keys(kept ?? {})).toHaveLength(1);
  });

  it('does not trust what is cut off, and keeps nothing that is not whole', async () => {
    await secrets();
    const kept = directory.content({ path: '.cache/config-schema' }) as Record<
      string,
      string
    >;
    const [name] = Object.keys(kept);
    directory.addContent({
      [`.cache/config-schema/${name}`]: kept[name].slice(0, 40),
    });
    expect(await secrets()).toEqual({ token: 't' });
    expect(compile).toHaveBeenCalledTimes(2);
    expect(await secrets()).toEqual({ token: 't' });
    expect(compile).toHaveBeenCalledTimes(2);

    setContent('token', 'without a cache');
    const complain = jest.fn();
    await loadSecretsSchema({
      directory: directory.path,
      onSchemaError: complain,
      compile: (async (options: { onSchemaError(error: Error): void }) => {
        options.onSchemaError(new Error('unreadable'));
        return compile();
      }) as never,
    });
    expect(complain).toHaveBeenCalledTimes(1);
    expect(directory.content()).not.toHaveProperty(['.cache']);
  });
});
