import { Entity } from '@backstage/catalog-model';
import { describeEntity, digestOf } from './describeEntity';
import { diffEntity } from './diffEntity';

const payments: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'payments',
    namespace: 'default',
    title: 'Payments',
    uid: 'u1',
    etag: 'e1',
    description: 'Takes money',
    labels: { 'companyos.io/tier': 'tier-1' },
    annotations: {
      'backstage.io/managed-by-location': 'url:https://git.example/a',
      'backstage.io/source-location': 'url:https://git.example/a/',
      'companyos.io/commit': 'c1',
      'companyos.io/template': 'api-service@1.0.0',
    },
    tags: ['java'],
  },
  spec: {
    type: 'service',
    lifecycle: 'production',
    owner: 'payments-team',
    nested: { b: 1, a: [true, { y: 2, x: 1 }] },
  },
  relations: [
    { type: 'partOf', targetRef: 'system:default/shop' },
    { type: 'ownedBy', targetRef: 'group:default/payments-team' },
    { type: 'dependsOn', targetRef: 'resource:default/db' },
    { type: 'dependencyOf', targetRef: 'component:default/web' },
  ],
};
const with_ = (change: Partial<Entity['metadata']>, spec = payments.spec) => ({
  ...payments,
  metadata: { ...payments.metadata, ...change },
  spec,
});
const changesOf = (before: Entity, after: Entity) =>
  diffEntity(describeEntity(before), describeEntity(after))?.content.changes;

describe('diffEntity', () => {
  it('tells what a new entity is', () => {
    expect(diffEntity(undefined, describeEntity(payments))).toEqual({
      predicate: 'created',
      content: {
        kind: 'Component',
        name: 'payments',
        namespace: 'default',
        title: 'Payments',
        owner: 'group:default/payments-team',
        lifecycle: 'production',
        tier: 'tier-1',
        system: 'system:default/shop',
        location: 'url:https://git.example/a/',
        commit: 'c1',
        relations: [
          { type: 'dependsOn', targetRef: 'resource:default/db' },
          { type: 'ownedBy', targetRef: 'group:default/payments-team' },
          { type: 'partOf', targetRef: 'system:default/shop' },
        ],
      },
    });
  });

  it('leaves out what is not known', () => {
    const bare: Entity = {
      apiVersion: 'v1',
      kind: 'Resource',
      metadata: { name: 'db' },
    };
    expect(diffEntity(undefined, describeEntity(bare))?.content).toEqual({
      kind: 'Resource',
      name: 'db',
      namespace: 'default',
    });
  });

  it('tells each change by its path, with what was and what is', () => {
    const after: Entity = {
      ...with_(
        {
          title: undefined,
          labels: { 'companyos.io/tier': 'tier-2' },
          tags: ['java', 'kotlin'],
        },
        { ...payments.spec, owner: 'core', nested: { b: 2 } },
      ),
      relations: [
        ...(payments.relations ?? []),
        { type: 'dependsOn', targetRef: 'resource:default/cache' },
      ],
    };
    expect(changesOf(payments, after)).toEqual([
      {
        path: 'metadata.labels.companyos.io/tier',
        from: 'tier-1',
        to: 'tier-2',
      },
      { path: 'metadata.tags', from: '["java"]', to: '["java","kotlin"]' },
      { path: 'metadata.title', from: 'Payments' },
      {
        path: 'relations.dependsOn',
        from: '["resource:default/db"]',
        to: '["resource:default/cache","resource:default/db"]',
      },
      { path: 'spec.nested.a', from: '[true,{"x":1,"y":2}]' },
      { path: 'spec.nested.b', from: '1', to: '2' },
      { path: 'spec.owner', from: 'payments-team', to: 'core' },
    ]);
  });

  it('sees no change in what the catalog does by itself', () => {
    const after: Entity = {
      ...with_(
        {
          uid: 'u2',
          etag: 'e2',
          annotations: {
            ...payments.metadata.annotations,
            'companyos.io/commit': 'c2',
            'backstage.io/managed-by-location': 'url:https://git.example/b',
          },
        },
        { ...payments.spec, nested: { a: [true, { x: 1, y: 2 }], b: 1 } },
      ),
      // The other side of relations, and their order.
      relations: [...(payments.relations ?? [])]
        .reverse()
        .filter(({ type }) => type !== 'dependencyOf'),
    };
    expect(changesOf(payments, after)).toBeUndefined();
    expect(digestOf(describeEntity(after))).toBe(
      digestOf(describeEntity(payments)),
    );
  });

  it('tells of long texts that they changed, and nothing personal', () => {
    const [change] =
      changesOf(
        payments,
        with_({}, { ...payments.spec, definition: 'x'.repeat(1_000) }),
      ) ?? [];
    expect(change).toEqual({
      path: 'spec.definition',
      to: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
    const person = (email: string): Entity => ({
      apiVersion: 'v1',
      kind: 'User',
      metadata: { name: 'leo' },
      spec: { profile: { email }, memberOf: ['core'] },
    });
    expect(changesOf(person('a@x'), person('b@x'))).toBeUndefined();
    expect(JSON.stringify(describeEntity(person('a@x')))).not.toContain('a@x');
  });

  it('tells what a removed entity was', () => {
    expect(diffEntity(describeEntity(payments), undefined)).toEqual({
      predicate: 'removed',
      content: expect.objectContaining({
        name: 'payments',
        owner: 'group:default/payments-team',
      }),
    });
    expect(
      diffEntity(describeEntity(payments), undefined)?.content.relations,
    ).toBeUndefined();
    expect(diffEntity(undefined, undefined)).toBeUndefined();
  });
});
