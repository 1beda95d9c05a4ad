// What can be said of a template before anything is rendered for a person.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { engine, templatesRoot, yaml } from './engine.mjs';

const { lintTemplate, loadTemplate, openTemplates, render } = engine;

const fileOf = (rendered, path) =>
  Buffer.from(
    rendered.files.find(candidate => candidate.path === path).bytes,
  ).toString('utf8');

/** The checks, by the sentence they prove; each takes the proof's context. */
export const sourceChecks = {
  'the template is fit to be published': ({ template }) => {
    assert.deepEqual(lintTemplate(template), []);
    assert.deepEqual(template.parameters.required, ['name']);
  },

  'a released version was never changed': async ({ template }) => {
    const versions = await openTemplates(templatesRoot).versions(template.name);
    const released = versions.filter(({ release }) => release);
    const same = released.find(({ version }) => version === template.version);
    assert.equal(same?.digest ?? template.digest, template.digest);
    // What is being written comes after all that was released.
    assert.equal(versions[0].version, template.version);
  },

  'rendering is a function of the answers': async ({
    template,
    answers,
    rendered,
  }) => {
    const again = render(
      await loadTemplate(join(templatesRoot, template.name)),
      answers,
    );
    assert.deepEqual(
      again.files.map(({ path, sha256 }) => `${path} ${sha256}`),
      rendered.files.map(({ path, sha256 }) => `${path} ${sha256}`),
    );
    assert.deepEqual(
      [...new Set(rendered.files.map(({ mode }) => mode))].sort(),
      ['managed', 'merged', 'seeded'],
    );
  },

  'the npm lock file is complete and names no registry': ({
    answers,
    rendered,
  }) => {
    const manifest = JSON.parse(fileOf(rendered, 'package.json'));
    const lock = JSON.parse(fileOf(rendered, 'package-lock.json'));
    assert.equal(lock.name, answers.name);
    const entries = Object.entries(lock.packages);
    assert.deepEqual(lock.packages[''].dependencies, manifest.dependencies);
    assert.deepEqual(
      lock.packages[''].devDependencies,
      manifest.devDependencies,
    );
    assert.deepEqual(
      entries.filter(([, entry]) => entry.resolved !== undefined),
      [],
    );
    assert.deepEqual(
      entries.filter(
        ([path, entry]) => path !== '' && !entry.integrity && !entry.inBundle,
      ),
      [],
    );
    for (const platform of ['linux', 'darwin']) {
      for (const cpu of ['x64', 'arm64']) {
        assert.ok(
          entries.some(
            ([, entry]) =>
              entry.os?.includes(platform) && entry.cpu?.includes(cpu),
          ),
          `no binary for ${platform} ${cpu}`,
        );
      }
    }
  },

  'bad answers are refused': ({ template, answers, proof }) => {
    const { name } = answers;
    const refused = [
      {},
      { name: 'ab' },
      { name: 'Upper' },
      { name: 'double--hyphen' },
      { name: '-lead' },
      { name: 'x'.repeat(41) },
      { name: '../escape' },
      { name, owner: 'user:default/leo.martins' },
      { name, tier: 'tier-4' },
      { name, dataClassification: 'secret' },
      { name, description: 'breaks "JSON"' },
      { name, description: 'two\nlines' },
      { name, description: '# a heading' },
      { name, system: 'component:default/x' },
      { name, surprise: true },
      ...(proof.invalidAnswers ?? []),
    ];
    for (const bad of refused) {
      assert.throws(
        () => render(template, bad),
        { code: 'answers-invalid' },
        JSON.stringify(bad),
      );
    }
  },

  'the form asks the same questions as the engine': ({ template, answers }) => {
    const form = yaml.parse(
      readFileSync(join(templatesRoot, template.name, 'template.yaml'), 'utf8'),
    );
    const { annotations } = form.metadata;
    assert.equal(
      annotations['companyos.io/template-version'],
      template.version,
    );
    assert.equal(annotations['companyos.io/golden-template'], template.name);
    const asked = Object.assign(
      {},
      ...form.spec.parameters.map(({ properties }) => properties),
    );
    const wanted = template.parameters.properties;
    assert.deepEqual(Object.keys(asked).sort(), Object.keys(wanted).sort());
    for (const [name, schema] of Object.entries(wanted)) {
      for (const keyword of ['type', 'enum', 'minLength', 'maxLength']) {
        if (asked[name][keyword] !== undefined)
          assert.deepEqual(
            asked[name][keyword],
            schema[keyword],
            `${name}.${keyword}`,
          );
      }
      if (asked[name].pattern)
        assert.equal(asked[name].pattern, schema.pattern);
      assert.equal(asked[name].default === undefined, name === 'name');
    }
    const defaults = Object.fromEntries(
      Object.entries(asked).flatMap(([name, schema]) =>
        schema.default === undefined ? [] : [[name, schema.default]],
      ),
    );
    render(template, { ...defaults, name: answers.name });
    const [step] = form.spec.steps;
    assert.equal(step.input.template, template.name);
    assert.deepEqual(
      Object.keys(step.input.answers).sort(),
      Object.keys(wanted).sort(),
    );
  },
};
