import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { demoteHeadings } from './demoteHeadings';
import { Markdown } from './Markdown';
import { safeImageHref, safeLinkHref } from './safeHref';

it('renders a document with safe links and no second h1', async () => {
  const { container } = renderInTestApp(
    <Markdown
      baseHref="/docs/adr/0001.md"
      content={[
        '# Use PostgreSQL',
        '',
        '[next](0002.md) [bad](javascript:alert(1)) <script>alert(1)</script>',
        '<img src=x onerror=alert(1)>',
      ].join('\n')}
    />,
  );
  expect(
    await screen.findByRole('heading', { level: 2, name: 'Use PostgreSQL' }),
  ).toBeVisible();
  expect(screen.queryByRole('heading', { level: 1 })).toBeNull();
  expect(screen.getByRole('link', { name: 'next' })).toHaveAttribute(
    'href',
    '/docs/adr/0002.md',
  );
  expect(screen.queryByRole('link', { name: 'bad' })).toBeNull();
  expect(container.querySelector('script')).toBeNull();
  expect(container.querySelector('[onerror]')).toBeNull();
});

it('moves headings down and leaves code alone', () => {
  expect(
    demoteHeadings(
      '# A\n###### F\nTitle\n=====\n```sh\n# comment\n~~~\n```\n#tag\n## B',
    ),
  ).toBe(
    '## A\n###### F\nTitle\n-----\n```sh\n# comment\n~~~\n```\n#tag\n### B',
  );
});

it.each([
  ['#part', '#part'],
  ['0002.md?x=1#y', '/docs/0002.md?x=1#y'],
  ['https://example.com/a', 'https://example.com/a'],
  ['//example.com/a', 'https://example.com/a'],
  ['mailto:a@example.com', 'mailto:a@example.com'],
  [' \njava\nscript:alert(1)', ''],
  ['JAVA\tSCRIPT:alert(1)', ''],
  ['data:text/html,<script>', ''],
  ['file:///etc/passwd', ''],
  ['https://[', ''],
])('link %s leads to "%s"', (href, expected) => {
  expect(safeLinkHref(href, '/docs/index.md')).toBe(expected);
});

it('loads images only over http', () => {
  expect(safeImageHref('a.png', 'https://x.test/d/')).toBe(
    'https://x.test/d/a.png',
  );
  expect(safeImageHref('data:image/svg+xml,<svg/>')).toBe('');
});
