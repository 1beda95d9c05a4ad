import { JsonObject, JsonValue, ReadResult } from '../types';
import { readStixBundle } from './readStixBundle';

const ORIGIN = {
  tenant: 'acme',
  environment: 'all',
  region: 'global',
  source: 'https://attack.example',
};
const id = (type: string, digit: number) =>
  `${type}--${String(digit).repeat(8)}-0000-4000-8000-000000000000`;

const malware: JsonObject = {
  type: 'malware',
  spec_version: '2.1',
  id: id('malware', 1),
  created: '2020-01-01T00:00:00.000Z',
  modified: '2021-01-01T00:00:00Z',
  name: 'Emotet',
  aliases: ['Geodo', 'Heodo'],
  confidence: 80,
  created_by_ref: id('identity', 2),
};
const uses: JsonObject = {
  type: 'relationship',
  id: id('relationship', 3),
  created: '2020-01-01T00:00:00Z',
  relationship_type: 'uses',
  source_ref: id('malware', 1),
  target_ref: id('attack-pattern', 4),
};

const read = (...objects: JsonValue[]): ReadResult[] =>
  readStixBundle({ type: 'bundle', id: 'bundle--1', objects }, ORIGIN);

function one(object: JsonObject) {
  const [result] = read(object);
  if (result.kind !== 'read') throw new Error(JSON.stringify(result));
  return result;
}

describe('readStixBundle', () => {
  it('states each object and claims its version', () => {
    const { statement, delivery } = one(malware);
    const entity = `malware:stix/${malware.id}`;
    expect(statement).toMatchObject({
      type: 'dev.cdeventsx.companyos-stix.stated',
      entity,
      mentions: [
        { entity: `identity:stix/${id('identity', 2)}`, role: 'created_by' },
      ],
      claim: { entity, version: '2021-01-01T00:00:00.000Z' },
      occurredAtMicros: Date.UTC(2021, 0) * 1000,
      summary: 'Emotet (malware) was stated',
    });
    expect(delivery).toMatchObject({
      source: 'https://attack.example',
      confidence: 80,
      id: expect.stringMatching(
        /^malware--1{8}-.*@2021-01-01T00:00:00\.000Z#[0-9a-f]{16}$/,
      ),
    });
  });

  it('takes another order of aliases for the same, and another name for another', () => {
    const { canonical } = one(malware).statement;
    const reordered = { ...malware, aliases: ['Heodo', 'Geodo'] };
    expect(one(reordered).statement.canonical).toBe(canonical);
    const renamed = one({ ...malware, name: 'X' }).statement;
    expect(renamed.canonical).not.toBe(canonical);
    expect(renamed.claim).toEqual(one(malware).statement.claim);
  });

  it('relates what relationships relate, until they are revoked', () => {
    const relation = {
      from: `malware:stix/${id('malware', 1)}`,
      to: `attack-pattern:stix/${id('attack-pattern', 4)}`,
      type: 'uses',
      policies: [],
    };
    expect(one(uses).statement.relations).toEqual([
      { ...relation, state: 'asserted' },
    ]);
    expect(one({ ...uses, revoked: true }).statement.relations).toEqual([
      { ...relation, state: 'ended' },
    ]);
  });

  it('rejects single objects and reads the others', () => {
    const without = (name: string) => {
      const { [name]: _, ...rest } = uses;
      return rest;
    };
    const results = read(
      malware,
      { ...malware, id: 'x' },
      { ...malware, type: 'tool' },
      without('created'),
      { ...malware, confidence: 101 },
      without('target_ref'),
      7,
      { ...malware, name: '\ud800' },
      uses,
    );
    expect(
      results.map(result =>
        result.kind === 'rejected' ? result.pointer : result.kind,
      ),
    ).toEqual([
      'read',
      '/objects/1/id',
      '/objects/2/type',
      '/objects/3/modified',
      '/objects/4/confidence',
      '/objects/5/target_ref',
      '/objects/6',
      '/objects/7/name',
      'read',
    ]);
  });

  it.each([
    [null, ''],
    [{ type: 'malware' }, '/type'],
    [{ type: 'bundle' }, '/objects'],
    [{ type: 'bundle', objects: new Array(5001).fill(7) }, '/objects'],
  ])('rejects the whole of what is no bundle', (bundle, pointer) => {
    expect(readStixBundle(bundle, ORIGIN)).toMatchObject([
      { kind: 'rejected', pointer, source: ORIGIN.source },
    ]);
  });
});
