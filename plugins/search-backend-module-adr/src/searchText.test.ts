import { searchText } from './searchText';

describe('searchText', () => {
  it('keeps the words and nothing else', () => {
    expect(
      searchText(
        [
          '## Context `and` Problem',
          '',
          '<!-- a note -->',
          '* Good, because **fast** and snake_case',
          '1. See [ADR-1](0001-a.md "the first")',
          '> ![a picture](img.png) <b onclick="x">bold</b>',
          '```ts',
          'const a = 1 * 2;',
          '```',
        ].join('\r\n'),
      ),
    ).toBe(
      [
        'Context and Problem',
        'a note',
        'Good, because fast and snake_case',
        'See ADR-1',
        'a picture bold',
        'const a = 1 * 2;',
      ].join('\n'),
    );
  });
});
