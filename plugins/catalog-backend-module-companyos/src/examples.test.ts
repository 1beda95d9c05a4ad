import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import fs from 'node:fs';
import path from 'node:path';
import request from 'supertest';
import { parse, parseAllDocuments } from 'yaml';
import { LABELS } from './catalogModelLayer';
import catalogModuleCompanyos from './index';

const root = path.resolve(__dirname, '../../..');
const examples = path.join(root, 'examples');

/** What the files say, read without the catalog. */
const written = fs
  .readdirSync(examples, { recursive: true, encoding: 'utf8' })
  .filter(
    file =>
      /^(organisation|landscape)\/[^/]+\.yaml$/.test(file) ||
      /^components\/[^/]+\/catalog-info\.yaml$/.test(file),
  )
  .flatMap(file =>
    parseAllDocuments(fs.readFileSync(path.join(examples, file), 'utf8')).map(
      document => document.toJS() as Entity,
    ),
  );

describe('the demo organisation', () => {
  jest.setTimeout(120_000);

  let served: Map<string, Entity>;
  let statusOf: (ref: string) => Promise<{ errors?: unknown[] }>;

  beforeAll(async () => {
    const { server } = await startTestBackend({
      features: [
        catalogPlugin,
        catalogModuleCompanyos,
        mockServices.rootConfig.factory({
          data: {
            catalog: {
              locations: [
                path.join(root, 'catalog-info.yaml'),
                path.join(examples, 'all.yaml'),
              ].map(target => ({ type: 'file', target })),
              rules: [
                {
                  allow: [
                    'API',
                    'Component',
                    'Domain',
                    'Group',
                    'Location',
                    'Resource',
                    'System',
                    'User',
                  ],
                },
              ],
            },
          },
        }),
      ],
    });
    const readStatus = async (ref: string) => {
      const [kind, namespace, name] = ref.split(/[:/]/);
      const { body } = await request(server).get(
        `/api/catalog/processing-status/by-name/${kind}/${namespace}/${name}`,
      );
      return body;
    };
    statusOf = readStatus;
    const expected = written.map(entity => stringifyEntityRef(entity));
    const missingFrom = (known: Map<string, Entity>) =>
      expected.filter(ref => !known.has(ref));

    // Relations of the last entities arrive after the entities themselves.
    const deadline = Date.now() + 90_000;
    let previous = '';
    for (;;) {
      const { body } = await request(server).get('/api/catalog/entities');
      const current = new Map<string, Entity>(
        body.map((entity: Entity) => [stringifyEntityRef(entity), entity]),
      );
      const missing = missingFrom(current);
      const snapshot = JSON.stringify(body);
      if (!missing.length && snapshot === previous) {
        served = current;
        return;
      }
      if (Date.now() > deadline) {
        const suspects = ['location:default/meridian', ...missing.slice(0, 5)];
        const reasons = await Promise.all(suspects.map(readStatus));
        throw new Error(`Never served: ${JSON.stringify(reasons, null, 2)}`);
      }
      previous = snapshot;
      await new Promise(resolve => setTimeout(resolve, 1500));
    }
  });

  const ofKind = (kind: string) =>
    [...served.values()].filter(entity => entity.kind === kind);

  it('passes the model without one processing error', async () => {
    for (const ref of served.keys()) {
      expect({ ref, errors: (await statusOf(ref)).errors }).toEqual({
        ref,
        errors: [],
      });
    }
  });

  it('is large enough to look like a company', () => {
    expect(ofKind('Domain').length).toBeGreaterThanOrEqual(3);
    expect(ofKind('System').length).toBeGreaterThanOrEqual(5);
    expect(ofKind('API').length).toBeGreaterThanOrEqual(5);
    expect(ofKind('Resource').length).toBeGreaterThanOrEqual(5);
    expect(ofKind('User').length).toBeGreaterThanOrEqual(18);
    const types = ofKind('Component').map(component => component.spec?.type);
    expect(types.length).toBeGreaterThanOrEqual(15);
    for (const type of ['service', 'worker', 'website']) {
      expect(types.filter(other => other === type).length).toBeGreaterThan(2);
    }
    expect(served.get('system:default/developer-experience')?.spec?.owner).toBe(
      'platform-team',
    );
    expect(
      served
        .get('user:default/leo.martins')
        ?.relations?.map(relation => relation.targetRef),
    ).toEqual([
      'group:default/payments-team',
      'group:default/service-developers',
    ]);
  });

  it('says of each component, resource and API how careful to be with it', () => {
    for (const kind of ['Component', 'Resource', 'API']) {
      for (const { metadata, spec } of ofKind(kind)) {
        expect([metadata.name, Object.keys(metadata.labels ?? {})]).toEqual([
          metadata.name,
          LABELS.map(label => label.name),
        ]);
        expect(spec).toMatchObject({
          owner: expect.any(String),
          system: expect.any(String),
          lifecycle: expect.any(String),
        });
      }
    }
  });

  it('refers to nothing that does not exist', () => {
    const dangling = [...served].flatMap(([ref, { relations = [] }]) =>
      relations
        .filter(({ targetRef }) => !served.has(targetRef))
        .map(({ type, targetRef }) => `${ref} ${type} ${targetRef}`),
    );
    expect(dangling).toEqual([]);
    const { relations = [] } =
      served.get('component:default/checkout-api') ?? {};
    expect(new Set(relations.map(({ type }) => type))).toEqual(
      new Set([
        'consumesApi',
        'dependencyOf',
        'dependsOn',
        'ownedBy',
        'partOf',
        'providesApi',
      ]),
    );
  });

  it('has a page, a runbook and decision records for each component', () => {
    const folders = fs.readdirSync(path.join(examples, 'components'));
    const names = written
      .filter(entity => entity.kind === 'Component')
      .map(entity => entity.metadata.name);
    expect(folders.sort()).toEqual(names.sort());
    for (const folder of folders) {
      const docs = path.join(examples, 'components', folder, 'docs');
      const { nav } = parse(
        fs.readFileSync(path.join(docs, '../mkdocs.yml'), 'utf8'),
      );
      const pages: string[] = nav.flatMap((entry: object) =>
        Object.values(entry).flatMap((page: string | object[]) =>
          typeof page === 'string' ? page : page.flatMap(Object.values),
        ),
      );
      expect(pages).toEqual(expect.arrayContaining(['index.md', 'runbook.md']));
      expect(pages.some(page => page.startsWith('adr/0001-'))).toBe(true);
      const files = fs
        .readdirSync(docs, { recursive: true, encoding: 'utf8' })
        .filter(file => file.endsWith('.md'));
      expect(files.sort()).toEqual(pages.sort());
      for (const file of files) {
        const text = fs.readFileSync(path.join(docs, file), 'utf8');
        for (const [, link] of text.matchAll(/\]\((?!https?:)([^)#]+)/g)) {
          const target = path.join(docs, path.dirname(file), link);
          expect([file, link, fs.existsSync(target)]).toEqual([
            file,
            link,
            true,
          ]);
        }
      }
    }
  });

  it('defines its APIs in documents whose references resolve', () => {
    for (const api of ofKind('API')) {
      const definition = parse(String(api.spec?.definition));
      expect(definition[String(api.spec?.type)]).toMatch(/^3\./);
      const resolve = (pointer: string) =>
        pointer
          .slice(2)
          .split('/')
          .reduce((node, key) => node?.[key], definition);
      const text = JSON.stringify(definition);
      for (const [, pointer] of text.matchAll(/"\$ref":"(#[^"]+)"/g)) {
        expect([api.metadata.name, pointer, Boolean(resolve(pointer))]).toEqual(
          [api.metadata.name, pointer, true],
        );
      }
    }
  });
});
