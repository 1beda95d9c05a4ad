import {
  PAGE_SIZE,
  readIndexQuery,
  toRequest,
  writeIndexQuery,
} from './indexQuery';

const read = (search: string) => readIndexQuery(new URLSearchParams(search));

describe('the question the catalog page asks', () => {
  it('is every component by name unless the URL says otherwise', () => {
    expect(toRequest(read(''), [], [])).toMatchObject({
      filter: { kind: 'component' },
      limit: PAGE_SIZE,
      offset: 0,
      orderFields: [{ field: 'metadata.name', order: 'asc' }],
    });
  });

  it('understands links made for the stock page', () => {
    const query = read(
      'filters[kind]=API&filters[user]=all&filters[owners]=payments-team&filters[tags][0]=iso20022&filters[type]=openapi',
    );
    expect(toRequest(query, [], [])?.filter).toEqual({
      kind: 'api',
      'relations.ownedBy': 'group:default/payments-team',
      'metadata.tags': 'iso20022',
      'spec.type': 'openapi',
    });
  });

  it('survives being written and read', () => {
    const query = read(
      'filters[kind]=resource&filters[user]=owned&filters[text]=led+ger&filters[tier]=tier-1&sort=owner:descending&page=3',
    );
    expect(readIndexQuery(writeIndexQuery(query))).toEqual(query);
    expect(String(writeIndexQuery(read('')))).toBe('');
  });

  it('falls back where the URL makes no sense', () => {
    expect(
      read('sort=spec.secret:up&page=-4&filters[user]=everyone'),
    ).toMatchObject({
      sort: { column: 'name', direction: 'ascending' },
      page: 0,
      scope: 'all',
    });
  });

  it('asks for mine and for starred, and for nothing when there is none', () => {
    const mine = read('filters[user]=owned');
    expect(toRequest(mine, ['group:default/a'], [])?.filter).toEqual({
      kind: 'component',
      'relations.ownedBy': ['group:default/a'],
    });
    expect(toRequest(mine, [], [])).toBeUndefined();

    const starred = read('filters[user]=starred');
    expect(
      toRequest(starred, [], ['component:default/a', 'api:default/b'])?.filter,
    ).toEqual([
      {
        kind: 'component',
        'metadata.namespace': 'default',
        'metadata.name': 'a',
      },
    ]);
    expect(toRequest(starred, [], ['api:default/b'])).toBeUndefined();
  });
});
