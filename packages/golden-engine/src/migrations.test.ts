import { testTemplate } from './__testUtils__/testTemplate';

const withMigrations = (migrations: object[]) =>
  testTemplate({ definition: { migrations } });

describe('migrations in a definition', () => {
  it('are read with their gaps filled', () => {
    expect(
      withMigrations([
        {
          to: '1.1.0',
          note: 'The chart moves.',
          moves: [{ from: 'a', to: 'b' }],
        },
        { to: '1.2.0', answers: { rename: { team: 'owner' } } },
      ]).migrations,
    ).toEqual([
      {
        to: '1.1.0',
        note: 'The chart moves.',
        moves: [{ from: 'a', to: 'b' }],
        answers: { rename: {}, set: {}, remove: [] },
      },
      {
        to: '1.2.0',
        moves: [],
        answers: { rename: { team: 'owner' }, set: {}, remove: [] },
      },
    ]);
  });

  it.each([
    [
      'an unordered list',
      [{ to: '1.2.0' }, { to: '1.1.0' }],
      /must come after/,
    ],
    ['the same twice', [{ to: '1.1.0' }, { to: '1.1.0' }], /must come after/],
    ['what is to come', [{ to: '9.0.0' }], /later than this version/],
    ['no version', [{ to: 'soon' }], /migrations\/0\/to/],
    ['code', [{ to: '1.1.0', run: 'rm -rf /' }], /not a known property/],
    [
      'a way out',
      [{ to: '1.1.0', moves: [{ from: 'a', to: '../b' }] }],
      /relative segment/,
    ],
    [
      'an absolute path',
      [{ to: '1.1.0', moves: [{ from: '/a', to: 'b' }] }],
      /empty segment/,
    ],
    [
      "git's folder",
      [{ to: '1.1.0', moves: [{ from: 'a', to: '.GIT/hooks/x' }] }],
      /own folder/,
    ],
    [
      "the engine's folder",
      [{ to: '1.1.0', moves: [{ from: '.companyos', to: 'b' }] }],
      /kept by the engine/,
    ],
    [
      'an expression',
      [{ to: '1.1.0', moves: [{ from: '${{ values.name }}', to: 'b' }] }],
      /expression/,
    ],
    [
      'a folder into itself',
      [{ to: '1.1.0', moves: [{ from: 'a', to: 'a/b' }] }],
      /into itself/,
    ],
  ])('refuses %s', (_, migrations, message) => {
    expect(() => withMigrations(migrations)).toThrow(message);
  });
});
