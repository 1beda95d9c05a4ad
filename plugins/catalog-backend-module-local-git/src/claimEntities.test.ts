import { Entity } from '@backstage/catalog-model';
import { claimEntities } from './claimEntities';

const entity = (name: string, description: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, description },
});

describe('claimEntities', () => {
  it('gives an entity to the oldest repository, whatever the order and the names', () => {
    const old = {
      repository: 'z/old',
      createdAt: 1,
      entities: [entity('pay', 'true')],
    };
    const young = {
      repository: 'a/young',
      createdAt: 2,
      entities: [entity('PAY', 'false'), entity('mine', 'true')],
    };
    for (const order of [
      [old, young],
      [young, old],
    ]) {
      const { claims, disputes } = claimEntities(order);
      expect(
        [...claims].map(([ref, claim]) => [
          ref,
          claim.repository,
          claim.entity.metadata.description,
        ]),
      ).toEqual([
        ['component:default/pay', 'z/old', 'true'],
        ['component:default/mine', 'a/young', 'true'],
      ]);
      expect(disputes).toEqual([
        {
          entityRef: 'component:default/pay',
          holder: 'z/old',
          refused: 'a/young',
        },
      ]);
    }
    // Freed when the holder goes.
    expect(claimEntities([young]).disputes).toEqual([]);
  });
});
