import { fakeApi, ids, refuse } from '../__testUtils__/fakeApi';
import { digest } from '../__testUtils__/fixtures';
import { IntelGraphProvenance } from './IntelGraphProvenance';

describe('who says so', () => {
  it('gives the sources of a fact, and those that contradict it', async () => {
    const api = new IntelGraphProvenance(fakeApi());
    const { sources } = await api.getProvenance({ digest: ids.incident });
    expect(sources.map(({ source, agrees }) => [source, agrees])).toEqual([
      ['https://deploys.example.com', true],
      ['https://alerts.example.com', true],
      ['https://other.example.com', false],
    ]);
    expect(sources[0]).toMatchObject({
      digest: ids.incident,
      href: expect.stringContaining('/timeline?fact=sha256'),
    });
  });

  it('gives those of the latest facts of an entity, each once', async () => {
    const getTimeline = jest.fn(fakeApi().getTimeline);
    const getFact = jest.fn(() => refuse(404, 'NotFoundError'));
    const api = new IntelGraphProvenance(fakeApi({ getTimeline, getFact }));
    const { sources } = await api.getProvenance({
      // The digest of a file, which is no fact.
      digest: digest('9'),
      entityRef: 'component:default/payments-api',
    });
    expect(getFact).toHaveBeenCalled();
    expect(getTimeline).toHaveBeenCalledWith({
      entity: 'component:default/payments-api',
      limit: 5,
    });
    expect(sources.map(({ source }) => source)).toEqual([
      'https://deploys.example.com',
      'https://alerts.example.com',
    ]);
    expect(sources[1].agrees).toBe(false);
  });

  it('throws where nothing can be looked up, so that the page shows what it knows', async () => {
    const api = new IntelGraphProvenance(
      fakeApi({
        getFact: () => refuse(403, 'NotAllowedError'),
        getTimeline: () => refuse(503, 'ServiceUnavailableError'),
      }),
    );
    await expect(api.getProvenance({ source: 'x' })).rejects.toThrow();
    await expect(
      api.getProvenance({ digest: digest('9'), entityRef: 'a:b/c' }),
    ).rejects.toThrow();
    await expect(api.getProvenance({ entityRef: 'a:b/c' })).rejects.toThrow();
  });
});
