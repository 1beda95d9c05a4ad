import { parseCatalogFile } from './parseCatalogFile';

const component = (name: string, more = '') =>
  `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: ${name}\n${more}spec: {type: service, lifecycle: production, owner: x}\n`;

describe('parseCatalogFile', () => {
  it('reads several documents and skips empty ones', async () => {
    const entities = await parseCatalogFile(
      `---\n${component('a')}---\n---\n${component('b').replace(
        'Component',
        'API',
      )}`,
    );
    expect(entities.map(({ kind, metadata }) => [kind, metadata.name])).toEqual(
      [
        ['Component', 'a'],
        ['API', 'b'],
      ],
    );
    expect(await parseCatalogFile('')).toEqual([]);
    expect(await parseCatalogFile('# nothing\n')).toEqual([]);
  });

  it.each([
    ['broken YAML', 'a: [', 'document 1'],
    ['text', 'hello', 'document 1'],
    ['a second bad document', `${component('a')}---\nkind: 7\n`, 'document 2'],
    ['a bad name', component('"../x"'), 'document 1'],
    [
      'a kind that decides who people are',
      component('a').replace('Component', 'Group'),
      'the kind Group is not one of Component, API, Resource, System',
    ],
    [
      'somebody else\u2019s namespace',
      component('a', '  namespace: other\n'),
      'the namespace other is not default',
    ],
    [
      'one entity twice',
      `${component('a')}---\n${component('A')}`,
      'document 2: component/a is there twice',
    ],
    [
      'an alias bomb',
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n`,
      'alias',
    ],
    ['many documents', '--- {}\n'.repeat(51), '51 documents'],
    [
      'keys that are themselves maps, which take minutes to write down',
      `${component('a')}x:\n  ${'? '.repeat(700)}x\n`,
      'a key that is no plain text',
    ],
    [
      'nesting that whoever keeps the entity could not follow',
      `${component('a')}x: ${'['.repeat(300)}${']'.repeat(300)}\n`,
      'nested deeper than 64 levels',
    ],
    ['one key twice', `${component('a')}kind: API\n`, 'line 6: the key kind'],
    ['a mistake, with its line', `${component('a')}x: [\n`, 'line 7'],
  ])('refuses %s', async (_, text, message) => {
    await expect(parseCatalogFile(text)).rejects.toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringContaining(message),
      }),
    );
  });

  it.each([
    ['quotes', '"'.repeat(200_000)],
    ['anchors', '&a '.repeat(80_000)],
    ['keys', `{${Array.from({ length: 30_000 }, (_, i) => `k${i}`)}}`],
  ])('says no to 200 KiB of %s, which once took minutes', async (_, text) => {
    await expect(parseCatalogFile(text)).rejects.toThrow('document 1');
  });
});
