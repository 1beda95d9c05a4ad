import { Entity } from '@backstage/catalog-model';
import { RepositoryUrls } from '@companyos/local-git';
import { placeOfEntity, templateOfEntity } from './repositoryPlace';

const urls = new RepositoryUrls('http://localhost:7007');
const options = { urls, isGithub: (host: string) => host === 'github.com' };
const at = (location: string, more: Record<string, string> = {}): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'a',
    annotations: { 'backstage.io/managed-by-location': location, ...more },
  },
});
const key = (location: string) =>
  placeOfEntity(at(location), options)?.place.key;

describe('the place of an entity', () => {
  it('is where the catalog read it, whatever the entity claims', () => {
    const mine = placeOfEntity(
      at(
        `url:${urls.blob({ owner: 'mine', name: 'a' }, 'catalog-info.yaml')}`,
        {
          'companyos.io/repository': 'theirs/b',
          'backstage.io/source-location': 'url:https://github.com/theirs/b',
          'github.com/project-slug': 'theirs/b',
        },
      ),
      options,
    );
    expect(mine).toEqual({
      branch: 'main',
      place: {
        host: 'local-git',
        key: 'local-git:mine/a',
        url: 'http://localhost:7007/repos/mine/a/tree/main/',
        hostname: '',
        owner: 'mine',
        name: 'a',
      },
    });
    expect(
      placeOfEntity(
        at(
          'url:https://github.com/Acme/API/blob/release/1.x/catalog-info.yaml',
        ),
        options,
      ),
    ).toEqual({
      branch: 'release/1.x',
      place: {
        host: 'github',
        key: 'github:github.com/acme/api',
        url: 'https://github.com/Acme/API',
        hostname: 'github.com',
        owner: 'Acme',
        name: 'API',
      },
    });
  });

  it('is none where it could mean another repository, or another folder of it', () => {
    for (const location of [
      '',
      'file:/srv/catalog-info.yaml',
      'url:not a url',
      'url:http://github.com/acme/api/blob/main/catalog-info.yaml',
      'url:https://github.com.evil.test/acme/api/blob/main/catalog-info.yaml',
      'url:https://github.com@evil.test/acme/api/blob/main/catalog-info.yaml',
      'url:https://github.com/acme/api/blob/main/other.yaml',
      'url:https://github.com/acme/../blob/main/catalog-info.yaml',
      'url:https://github.com/acme/%2e%2e/blob/main/catalog-info.yaml',
      'url:https://github.com/-x/a b/blob/main/catalog-info.yaml',
      'url:https://github.com/acme/api/tree/main/catalog-info.yaml',
      'url:https://github.com/acme/api/blob/catalog-info.yaml',
      'url:http://localhost:7007/repos/mine/a/blob/main/docs/catalog-info.yaml',
      'url:http://localhost:7007/repos/mine/..%2fa/blob/main/catalog-info.yaml',
    ]) {
      expect([location, key(location)]).toEqual([location, undefined]);
    }
  });

  it('reads the template from the annotation, and says when it can not', () => {
    expect(
      templateOfEntity(
        at('', { 'companyos.io/template': 'api-service@1.0.0' }),
      ),
    ).toEqual({ template: 'api-service', version: '1.0.0' });
    expect(templateOfEntity(at(''))).toEqual({
      template: 'unknown',
      version: 'unknown',
    });
  });
});
