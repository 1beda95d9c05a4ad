import { ConfigReader } from '@backstage/config';
import { readOptions } from './readOptions';

it('has defaults for everything', () => {
  expect(readOptions(new ConfigReader({}))).toMatchObject({
    tenants: [{ id: 'default', members: ['*'] }],
    writers: [],
    limits: { eventsPerSecond: 5_000, eventBytes: 262_144 },
    retentionMs: {},
    feeds: {},
  });
  expect(
    readOptions(
      new ConfigReader({
        intelgraph: {
          retention: { pii: { days: 1 } },
          sources: [{ uri: 'urn:x*', expectEvery: { minutes: 1 } }],
          feeds: { catalogInterval: { minutes: 5 } },
        },
      }),
    ),
  ).toMatchObject({
    retentionMs: { pii: 86_400_000 },
    expectations: [{ uri: 'urn:x*', everyMs: 60_000 }],
    feeds: { catalogInterval: { minutes: 5 } },
  });
});

it.each([
  [{ tenants: [{ id: 'Not A Label', members: [] }] }, /tenant id/],
  [
    {
      tenants: [
        { id: 'a', members: [] },
        { id: 'a', members: [] },
      ],
    },
    /twice/,
  ],
  [{ limits: { burst: 0 } }, /intelgraph\.limits\.burst/],
])('says which setting is wrong: %j', (intelgraph, message) => {
  expect(() => readOptions(new ConfigReader({ intelgraph }))).toThrow(message);
});
