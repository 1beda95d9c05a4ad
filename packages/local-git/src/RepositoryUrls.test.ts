import { RepositoryUrls } from './RepositoryUrls';

describe('RepositoryUrls', () => {
  const urls = new RepositoryUrls('https://portal.example.com/company/');
  const id = { owner: 'payments-team', name: 'payment-api' };
  const base =
    'https://portal.example.com/company/repos/payments-team/payment-api';

  it('writes what it reads, and lets relative references resolve', () => {
    expect(urls.blob(id, 'catalog-info.yaml')).toBe(
      `${base}/blob/main/catalog-info.yaml`,
    );
    expect(urls.tree(id)).toBe(`${base}/tree/main/`);
    const odd = urls.blob(id, 'docs/a b#c?.md', 'topic/one');
    expect(urls.parse(odd)).toEqual({
      ...id,
      kind: 'blob',
      ref: 'topic/one',
      path: 'docs/a b#c?.md',
    });
    expect(urls.parse(urls.tree(id))).toEqual({
      ...id,
      kind: 'tree',
      ref: 'main',
      path: '',
    });
    expect(
      urls.parse(
        new URL('./api/openapi.yaml', urls.blob(id, 'catalog-info.yaml')).href,
      ).path,
    ).toBe('api/openapi.yaml');
    expect(new URL('.', urls.tree(id)).href).toBe(urls.tree(id));
  });

  it('knows its own only', () => {
    expect(urls.matches(`${base}/blob/main/x`)).toBe(true);
    for (const other of [
      'https://portal.example.com/repos/a/b/blob/main/x',
      'https://portal.example.com.evil.org/company/repos/a/b/blob/main/x',
      'http://portal.example.com/company/repos/a/b/blob/main/x',
      'https://portal.example.com/company/repos/../api/catalog',
      'nonsense',
    ]) {
      expect(urls.matches(other)).toBe(false);
      expect(() => urls.parse(other)).toThrow('is not a URL of the form');
    }
    for (const rest of [
      '',
      '/raw/main/x',
      '/blob',
      '/blob//x',
      '/blob/main/a%2Fb',
      '/../.tmp/x/blob/main/x',
      '/%2e%2e/%2e%2e/blob/main/x',
    ]) {
      expect(() => urls.parse(`${base}${rest}`)).toThrow(
        'is not a URL of the form',
      );
    }
  });
});
