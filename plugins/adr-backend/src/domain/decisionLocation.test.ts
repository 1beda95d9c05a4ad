import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { decisionLocation } from './decisionLocation';

const integrations = ScmIntegrations.fromConfig(
  new ConfigReader({
    integrations: {
      github: [{ host: 'github.com' }],
      gitlab: [{ host: 'gitlab.com' }],
      azure: [{ host: 'dev.azure.com' }],
    },
  }),
);

const locate = (
  annotations: Record<string, string>,
  allowedLocations: string[] = [],
) =>
  decisionLocation(
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { name: 'c', annotations },
    },
    {
      resolveUrl: request => integrations.resolveUrl(request),
      allowedLocations,
    },
  );

const managedBy = 'backstage.io/managed-by-location';
const source = 'backstage.io/source-location';
const adr = 'companyos.io/adr-location';
const techdocs = 'backstage.io/techdocs-ref';
const github =
  'url:https://github.com/org/app/blob/main/services/a/catalog-info.yaml';
const embedded = 'http://localhost:7007/repos/org/app';

describe('decisionLocation', () => {
  it.each<[string, Record<string, string>, object | undefined]>([
    ['nothing declared', { [managedBy]: github }, undefined],
    [
      'a folder beside a local descriptor',
      { [managedBy]: 'file:/srv/demo/catalog-info.yaml', [adr]: 'docs/adr' },
      {
        type: 'file',
        optional: false,
        descriptor: '/srv/demo/catalog-info.yaml',
        directory: 'docs/adr',
      },
    ],
    [
      'TechDocs in a folder of its own',
      {
        [managedBy]: 'file:/srv/demo/all.yaml',
        [techdocs]: 'dir:./payments/',
        [source]: 'url:https://github.com/org/app/tree/main/',
      },
      {
        type: 'file',
        optional: true,
        descriptor: '/srv/demo/all.yaml',
        directory: 'payments/docs/adr',
        viewUrl: 'https://github.com/org/app/tree/main/payments/docs/adr/',
      },
    ],
    [
      'a folder on a git host',
      { [managedBy]: github, [adr]: 'docs/decisions' },
      {
        type: 'url',
        optional: false,
        url: 'https://github.com/org/app/tree/main/services/a/docs/decisions',
      },
    ],
    [
      'a folder of the embedded git folder',
      {
        [managedBy]: `url:${embedded}/blob/main/catalog-info.yaml`,
        [source]: `url:${embedded}/tree/main/`,
        [techdocs]: 'dir:.',
      },
      { type: 'url', optional: true, url: `${embedded}/tree/main/docs/adr` },
    ],
    [
      'a folder from the root of the repository',
      { [managedBy]: github, [adr]: '/docs/adr' },
      {
        type: 'url',
        optional: false,
        url: 'https://github.com/org/app/tree/main/docs/adr',
      },
    ],
    [
      'Azure DevOps, which has the path in the query',
      {
        [managedBy]:
          'url:https://dev.azure.com/org/project/_git/app?path=/catalog-info.yaml',
        [adr]: 'docs/adr',
      },
      {
        type: 'url',
        optional: false,
        url: 'https://dev.azure.com/org/project/_git/app?path=%2Fdocs%2Fadr',
      },
    ],
  ])('%s', (_, annotations, expected) => {
    expect(locate(annotations)).toEqual(expected);
  });

  it.each<[string, Record<string, string>]>([
    [
      'another repository',
      { [adr]: 'https://github.com/org/secret/tree/main' },
    ],
    ['another host', { [adr]: 'https://evil.example/org/app/docs' }],
    ['a way out', { [adr]: '../../../../../secret/tree/main/docs' }],
    [
      'a repository with a longer name',
      { [adr]: 'https://github.com/org/app-secret/tree/main/docs' },
    ],
    [
      'an encoded way out',
      { [adr]: 'https://github.com/org/app/%2e%2e%2fsecret/docs' },
    ],
    ['TechDocs elsewhere', { [techdocs]: 'url:https://github.com/org/secret' }],
    [
      "the entity's own word for its source",
      {
        [source]: 'url:https://github.com/org/secret/tree/main/',
        [adr]: 'https://github.com/org/secret/tree/main/docs',
      },
    ],
  ])('refuses %s', (_, annotations) => {
    expect(() => locate({ [managedBy]: github, ...annotations })).toThrow(
      expect.objectContaining({ name: 'NotAllowedError' }),
    );
  });

  it.each([
    ['https://github.com/org/src/blob/main', 'https://github.com/org/app'],
    ['https://github.com/tree/raw/blob/main', 'https://github.com/org/app'],
    [
      'https://gitlab.com/group/sub/src/-/blob/main',
      'https://gitlab.com/group/sub/app/-',
    ],
    ['http://localhost:7007/repos/org/src/blob/main', embedded],
  ])('takes no name of a repository for a part of %s', (own, others) => {
    const at = (url: string) =>
      locate({ [managedBy]: `url:${own}/catalog-info.yaml`, [adr]: url });
    expect(() => at(`${others}/tree/main/docs/adr`)).toThrow(
      expect.objectContaining({ name: 'NotAllowedError' }),
    );
    const inside = `${own.replace('/blob/', '/tree/')}/docs/adr`;
    expect(at(inside)).toMatchObject({ url: inside });
  });

  it('never lets a source location of the entity move a relative folder out', () => {
    expect(
      locate({
        [managedBy]: github,
        [source]: 'url:https://github.com/org/secret/tree/main/',
        [adr]: 'docs/adr',
      }),
    ).toMatchObject({
      url: 'https://github.com/org/app/tree/main/services/a/docs/adr',
    });
  });

  it('reads elsewhere where an administrator allows it', () => {
    const url = 'https://github.com/org/decisions/tree/main/app';
    const allowed = ['https://github.com/org/decisions/'];
    expect(locate({ [managedBy]: github, [adr]: url }, allowed)).toMatchObject({
      url,
    });
    const local = { [managedBy]: 'file:/srv/catalog-info.yaml', [adr]: url };
    expect(locate(local, allowed)).toMatchObject({ type: 'url', url });
    expect(() => locate(local)).toThrow(/adr.allowedLocations/);
  });

  it('says when the entity has no place of its own', () => {
    expect(() => locate({ [adr]: 'docs/adr' })).toThrow(/no file: or url:/);
    expect(() => locate({ [adr]: 'x', [managedBy]: 'url:nowhere' })).toThrow(
      /is no URL/,
    );
  });
});
