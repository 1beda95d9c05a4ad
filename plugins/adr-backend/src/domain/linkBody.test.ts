import { linkBody } from './linkBody';

const pages = new Map([
  ['api/0001-a.md', '/decisions/a'],
  ['0002-b.md', '/decisions/b'],
]);
const link = (body: string, sourceUrl: string | null = null) =>
  linkBody(body, {
    path: 'api/0003-c.md',
    sourceUrl,
    hrefOf: path => pages.get(path),
  });

describe('linkBody', () => {
  it('leads to records, wherever they are, and keeps fragment and title', () => {
    expect(
      link(
        'See [a](0001-a.md "A"), [b](../0002-b.md#context), [c](./0001-a.md).',
      ),
    ).toBe(
      'See [a](/decisions/a "A"), [b](/decisions/b#context), [c](/decisions/a).',
    );
  });

  it('leads to the source where that can be seen, and is text where it can not', () => {
    const source =
      'https://github.com/org/app/blob/main/docs/adr/api/0003-c.md';
    const text = '[guide](../../guide.md) ![picture](img/a.png)';
    expect(link(text, source)).toBe(
      '[guide](https://github.com/org/app/blob/main/docs/guide.md) ' +
        '![picture](https://github.com/org/app/blob/main/docs/adr/api/img/a.png)',
    );
    expect(link(text)).toBe('guide picture');
  });

  it.each([
    '[x](https://example.com/0001-a.md)',
    '[x](javascript:0001-a.md)',
    '[x](#context)',
    '```md\n[a](0001-a.md)\n```',
  ])('leaves %s alone', body => {
    expect(link(body)).toBe(body);
  });
});
