import fc from 'fast-check';
import packageJson from '../package.json';
import { checkAnswers, sampleAnswers } from './answers';
import { sha256 } from './digest';
import { ENGINE_VERSION } from './engineVersion';
import { isGoldenError } from './goldenError';
import { parseTemplate } from './goldenTemplate';
import { render, RenderResult } from './render';
import { assertRepositoryPath } from './repositoryPath';
import { definition, testTemplate } from './__testUtils__/testTemplate';

function textOf(result: RenderResult, path: string): string {
  const file = result.files.find(candidate => candidate.path === path);
  if (!file) throw new Error(`no ${path}`);
  return Buffer.from(file.bytes).toString();
}

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return isGoldenError(error) ? error.code : `not typed: ${error}`;
  }
  return 'nothing thrown';
}

describe('render', () => {
  it('renders, copies, sorts, drops and classifies as the template says', () => {
    const result = render(testTemplate(), {
      name: 'payment-api',
      description: 'Says "hi" & <bye>',
    });

    expect(
      result.files.map(({ path, mode, executable }) => ({
        path,
        mode,
        executable,
      })),
    ).toEqual([
      {
        path: '.companyos/golden.lock.json',
        mode: 'managed',
        executable: false,
      },
      {
        path: '.github/workflows/ci.yaml',
        mode: 'seeded',
        executable: false,
      },
      { path: 'Dockerfile', mode: 'merged', executable: false },
      { path: 'Makefile', mode: 'managed', executable: false },
      { path: 'README.md', mode: 'seeded', executable: false },
      { path: 'package.json', mode: 'seeded', executable: false },
      { path: 'scripts/run.sh', mode: 'managed', executable: true },
      { path: 'src/payment-api/index.ts', mode: 'seeded', executable: false },
    ]);
    expect(textOf(result, 'README.md')).toBe(
      '# Payment api\n\nSays "hi" & <bye>, owned by platform-team.\n',
    );
    expect(JSON.parse(textOf(result, 'package.json'))).toEqual({
      name: 'payment-api',
      template: 'tiny-service@1.2.3',
    });
    // Copied files keep every byte, CI syntax and line ends included.
    expect(textOf(result, '.github/workflows/ci.yaml')).toBe(
      'token: ${{ secrets.GITHUB_TOKEN }}\n',
    );
    expect(textOf(result, 'scripts/run.sh')).toBe('#!/bin/sh\r\n');
    for (const file of result.files) {
      expect(file.sha256).toBe(sha256(file.bytes));
    }

    const without = render(testTemplate(), { name: 'x', docker: false });
    expect(without.files.map(file => file.path)).not.toContain('Dockerfile');
  });

  it('gives the digests known from a computation outside this code', () => {
    // printf of the two canonical JSON texts into sha256sum
    const result = render(
      parseTemplate(
        Buffer.from(
          'schema: companyos.golden/v1\nname: a\nversion: 1.0.0\ntitle: A\nsummary: A\nparameters:\n  type: object\n  additionalProperties: false\n  properties: { name: { type: string } }\n',
        ),
        new Map([['b', Buffer.from('b\n')]]),
      ),
      { name: 'x' },
    );
    expect(result.answersDigest).toBe(
      'sha256:0229d37e33daae149bf40543a5ce1db4459d10f830d5139279aa2bfd5f6485a1',
    );
    expect(result.templateDigest).toBe(
      'sha256:35d804581be49bfc20d0124b713091bf96b138de951cb275818858c7d2de344c',
    );
  });

  it('is the same for the same content, however it is ordered', () => {
    fc.assert(
      fc.property(
        fc.record({
          name: fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/),
          owner: fc.string({ unit: 'grapheme' }),
          description: fc.string({ unit: 'grapheme', maxLength: 60 }),
          docker: fc.boolean(),
        }),
        answers => {
          fc.pre(!/\$\{\{|\{%|\{#/.test(JSON.stringify(answers)));
          const turned = Object.fromEntries(Object.entries(answers).reverse());
          const a = render(testTemplate(), answers);
          const b = render(testTemplate(), turned);
          expect(b).toEqual(a);
          const paths = a.files.map(file => file.path);
          expect(paths).toEqual([...paths].sort());
        },
      ),
      { numRuns: 60 },
    );
  });

  it('never lets an answer choose a place outside the repository', () => {
    const template = testTemplate({
      properties: { name: { type: 'string' } },
      skeleton: { 'docs/${{ values.name }}': 'x' },
    });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'grapheme' }),
          fc.constantFrom(
            '..',
            '.',
            '',
            '../x',
            'a/b',
            'a\\b',
            '.git',
            '.GIT',
            'git~1',
            '.g\u200cit',
            '.git.',
            'a\u0000',
            'x'.repeat(300),
            '-x',
            '__proto__',
          ),
        ),
        name => {
          const code = codeOf(() => render(template, { name }));
          const placed = (
            code === 'nothing thrown' ? render(template, { name }).files : []
          )
            .map(file => file.path)
            .filter(path => path.startsWith('docs/'));
          // Either the file lies exactly there, or nothing was made.
          expect([[`docs/${name}`], []]).toContainEqual(placed);
          expect(
            placed.length === 1
              ? ['nothing thrown']
              : ['path-escape', 'answers-invalid'],
          ).toContain(code);
          expect(
            placed.length === 1 && /^\.{0,2}$|[/\\\p{Cc}]|^\.git$/iu.test(name),
          ).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
    for (const name of ['..', '../x', '.git', 'a/b', 'CON:', 'a\u0007']) {
      expect(codeOf(() => render(template, { name }))).toBe('path-escape');
    }
    expect(assertRepositoryPath('.github/.gitignore')).toBe(
      '.github/.gitignore',
    );
  });

  it.each([
    ['a misspelt answer', '${{ values.nmae }}'],
    ['a misspelt root', '${{ vaules.name }}'],
    ['a part of an answer that is not there', '${{ values.name.first }}'],
    ['an unknown template field', '{% if template.nope %}x{% endif %}'],
    ['an inherited property', '${{ values.constructor }}'],
    ['a read inside a call', '${{ values.name | replace(values.nope, "") }}'],
  ])('refuses %s instead of leaving a hole', (_, text) => {
    expect(
      codeOf(() =>
        render(testTemplate({ skeleton: { 'a.njk': text } }), { name: 'x' }),
      ),
    ).toBe('unrendered-variable');
  });

  it('leaves what a template binds or asks about alone', () => {
    const text = [
      '{% set greeting = "hi" %}{% for word in ["a", "b"] %}${{ word }}${{ loop.index }}{% endfor %}',
      '${{ greeting }} ${{ values.name.replace("x", "y") }} ${{ values.name.length }}',
      '${{ values.nope | default("none") }}{% if values.nope is not defined %}!{% endif %}',
      '{# ${{ values.comment }} #}{% raw %}${{ values.raw }}{% endraw %}',
      '${{ {name: values["name"]} | dump }}',
    ].join('\n');
    expect(
      textOf(
        render(testTemplate({ skeleton: { 'a.njk': text } }), { name: 'x' }),
        'a',
      ),
    ).toBe('a1b2hi y 1\nnone!${{ values.raw }}\n{"name":"x"}');
  });

  it('says what is wrong with answers, each in its place', () => {
    const template = testTemplate();
    expect(
      checkAnswers(template, {
        name: 'Not A Name',
        owner: 7,
        'a/b': true,
        description: 'pay ${{ secrets.TOKEN }}',
      }).problems,
    ).toEqual(
      expect.arrayContaining([
        {
          path: '/name',
          message: 'must be lower-case words joined by hyphens',
        },
        { path: '/owner', message: 'must be string' },
        { path: '/a~1b', message: 'is not a known property' },
        {
          path: '/description',
          message: 'must not contain template syntax such as ${{, {% or {#',
        },
      ]),
    );
    expect(checkAnswers(template, {}).problems).toEqual([
      { path: '/name', message: 'is required' },
    ]);
    for (const odd of [null, [], 'x', new Date(0), { name: () => 'x' }, NaN]) {
      expect(checkAnswers(template, odd).problems).toHaveLength(1);
      expect(codeOf(() => render(template, odd))).toBe('answers-invalid');
    }
    expect(
      codeOf(() =>
        render(template, JSON.parse('{"name":"x","__proto__":{"docker":1}}')),
      ),
    ).toBe('answers-invalid');
    // A preview goes on with what is good.
    expect(
      sampleAnswers(template, { name: 'Bad Name', description: 'Kept' }),
    ).toEqual({
      name: 'my-tiny-service',
      owner: 'group:default/platform-team',
      description: 'Kept',
      docker: true,
    });
  });

  it('refuses templates that would hurt', () => {
    const cases: Array<[string, () => unknown]> = [
      [
        'path-conflict',
        () =>
          render(testTemplate({ skeleton: { 'readme.md': '' } }), {
            name: 'x',
          }),
      ],
      [
        'path-conflict',
        () =>
          render(
            testTemplate({ skeleton: { '.companyos/golden.lock.json': '{}' } }),
            { name: 'x' },
          ),
      ],
      ['path-conflict', () => testTemplate({ skeleton: { 'Makefile/x': '' } })],
      ['path-escape', () => testTemplate({ skeleton: { '../x': '' } })],
      ['path-escape', () => testTemplate({ skeleton: { '.git/hooks/x': '' } })],
      [
        'template-invalid',
        () =>
          testTemplate({ skeleton: { 'a.njk': new Uint8Array([0xff, 0xfe]) } }),
      ],
      [
        'template-invalid',
        () => testTemplate({ skeleton: { a: new Uint8Array(2 ** 20 + 1) } }),
      ],
      [
        'template-invalid',
        () => testTemplate({ definition: { version: 'latest' } }),
      ],
      [
        'template-invalid',
        () => testTemplate({ properties: { age: { type: 'nonsense' } } }),
      ],
      [
        'template-invalid',
        () =>
          testTemplate({
            definition: {
              parameters: { type: 'object', properties: {} },
            },
          }),
      ],
      [
        'template-invalid',
        () =>
          parseTemplate(
            Buffer.from('a: &a [x]\nb: [*a, *a]\nc: !!js/function "x"'),
            new Map(),
          ),
      ],
      [
        'template-invalid',
        () =>
          render(
            testTemplate({
              definition: {
                files: [{ match: '**', mode: 'seeded', when: 'values.owner' }],
              },
            }),
            { name: 'x' },
          ),
      ],
      [
        'render-failed',
        () =>
          render(testTemplate({ skeleton: { 'a.njk': '{% if %}' } }), {
            name: 'x',
          }),
      ],
      [
        'render-failed',
        () =>
          render(
            testTemplate({
              skeleton: {
                'a.njk':
                  '{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}',
              },
            }),
            { name: 'x' },
          ),
      ],
    ];
    for (const [code, action] of cases) {
      expect([codeOf(action), action.toString()]).toEqual([
        code,
        action.toString(),
      ]);
    }
  });

  it('knows its own version', () => {
    expect(ENGINE_VERSION).toBe(packageJson.version);
    expect(definition.schema).toBe('companyos.golden/v1');
  });
});
