import { Location } from '@backstage/catalog-client';
import { Entity, parseEntityRef } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';

function named(kind: string, name: string, spec: object): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name, namespace: 'default' },
    spec: { ...spec },
  };
}

/** A catalog in memory, with two teams and one person. */
export class FakeCatalog {
  readonly entities: Entity[] = [
    named('Group', 'payments-team', { type: 'team', children: [] }),
    named('Group', 'platform-team', { type: 'team', children: [] }),
    {
      ...named('User', 'mock', {
        memberOf: ['payments-team'],
        profile: { displayName: 'Leo Martins', email: 'leo@example.com' },
      }),
    },
  ];

  /** What the catalog would show of a repository once it has looked at it. */
  show(repository: string): void {
    const [owner, name] = repository.split('/');
    this.entities.push({
      ...named('Component', name, { owner }),
      metadata: {
        name,
        namespace: 'default',
        annotations: {
          'companyos.io/repository': repository,
          'backstage.io/managed-by-location': `url:http://portal.test/repos/${repository}/blob/main/catalog-info.yaml`,
        },
      },
    });
  }

  hide(name: string): void {
    const index = this.entities.findIndex(
      entity => entity.kind === 'Component' && entity.metadata.name === name,
    );
    if (index >= 0) this.entities.splice(index, 1);
  }

  readonly locations: Location[] = [];

  readonly service = catalogServiceMock.mock({
    getLocationByRef: async ref =>
      this.locations.find(({ type, target }) => `${type}:${target}` === ref),
    addLocation: async ({ type = 'url', target }) => {
      const location = {
        id: String(this.locations.length),
        type,
        target,
        entityRef: 'location:default/generated',
      };
      this.locations.push(location);
      const name = new URL(target).pathname.split('/')[2];
      this.entities.push({
        ...named('Component', name, {}),
        metadata: {
          name,
          namespace: 'default',
          annotations: { 'backstage.io/managed-by-location': `url:${target}` },
        },
      });
      return { location, entities: [] };
    },
    getEntityByRef: async ref => {
      const { kind, name } =
        typeof ref === 'string' ? parseEntityRef(ref) : ref;
      return this.entities.find(
        entity =>
          entity.kind.toLowerCase() === kind.toLowerCase() &&
          entity.metadata.name === name,
      );
    },
    getEntities: async request => {
      const filter = request?.filter;
      const name =
        filter && !Array.isArray(filter) ? filter['metadata.name'] : undefined;
      return {
        items: this.entities.filter(
          entity =>
            entity.kind === 'Component' && entity.metadata.name === name,
        ),
      };
    },
  });
}
