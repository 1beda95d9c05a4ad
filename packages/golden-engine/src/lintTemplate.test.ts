import { lintTemplate } from './lintTemplate';
import { definition, testTemplate } from './__testUtils__/testTemplate';

describe('lintTemplate', () => {
  it('has nothing to say about a good template', () => {
    expect(lintTemplate(testTemplate())).toEqual([]);
  });

  it('finds what would hurt a user of the template', () => {
    const template = testTemplate({
      properties: {
        colour: { type: 'string' },
        size: { enum: ['s', 'm'], default: 's' },
        token: { type: 'string', writeOnly: true, default: '' },
      },
      definition: {
        files: [...definition.files, { match: 'nowhere/**', mode: 'managed' }],
      },
      skeleton: {
        'a.njk':
          '${{ values.nope | default("") }}\n${{ values[values.name] }}\n${{ token | default("") }}\n${{ values.token }}',
        'b.njk': '{% raw %}${{ left }}{% endraw %}',
        'c.njk':
          '{% if values.size == "m" %}${{ values.name | noSuchFilter }}{% endif %}',
      },
    });
    const found = lintTemplate(template).map(
      ({ rule, path }) => `${rule} ${path}`,
    );
    expect(found).toEqual([
      'unknown-variable skeleton/a.njk:1',
      'computed-variable skeleton/a.njk:2',
      'unknown-variable skeleton/a.njk:3',
      'secret-in-output skeleton/a.njk:4',
      'unused-parameter golden.yaml',
      'missing-default golden.yaml',
      'untested-option golden.yaml',
      'too-many-questions golden.yaml',
      'does-not-render skeleton',
      'unrendered-output b',
      'unused-rule golden.yaml',
    ]);
  });
});
