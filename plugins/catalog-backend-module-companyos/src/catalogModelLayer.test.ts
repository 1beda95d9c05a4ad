import {
  compileCatalogModel,
  defaultCatalogEntityModel,
} from '@backstage/catalog-model/alpha';
import { scaffolderCatalogModelLayer } from '@backstage/plugin-scaffolder-common/alpha';
import { catalogModelLayer } from './catalogModelLayer';

describe('the catalog model layer', () => {
  const model = compileCatalogModel([
    defaultCatalogEntityModel,
    scaffolderCatalogModelLayer,
    catalogModelLayer,
  ]);

  it('declares what stands under companyos.io, and keeps the kinds', () => {
    const { labels, annotations } = model.getMetadata();
    const ours = (list: { name: string; title?: string }[]) =>
      list
        .filter(({ name }) => name.startsWith('companyos.io/'))
        .map(({ name, title }) => `${name}: ${title}`);
    expect(ours(labels)).toEqual([
      'companyos.io/tier: Tier',
      'companyos.io/region: Region',
      'companyos.io/data-classification: Data classification',
    ]);
    expect(ours(annotations)).toEqual([
      'companyos.io/template: Golden path template',
      'companyos.io/adr-location: Decision records',
      'companyos.io/repository: Repository',
    ]);
    expect(model.listKinds().map(kind => kind.names.kind)).toEqual(
      expect.arrayContaining(['Component', 'Group', 'Template', 'User']),
    );
  });
});
