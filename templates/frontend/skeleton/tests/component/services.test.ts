import { OpenFeature } from '@openfeature/web-sdk';
import { expect, test, vi } from 'vitest';
import { rampPosition, startFeatureFlags } from '../../src/services/featureFlags.ts';
import { reportError, startReporting } from '../../src/services/reporting.ts';
import { formatTime, wordsFor } from '../../src/words/words.ts';

const observers = vi.hoisted(
  () => new Map<string, (metric: { name: string; value: number }) => void>(),
);

vi.mock('web-vitals', () =>
  Object.fromEntries(
    ['CLS', 'FCP', 'INP', 'LCP', 'TTFB'].map((name) => [
      `on${name}`,
      (report: (metric: { name: string; value: number }) => void) => observers.set(name, report),
    ]),
  ),
);

function sent(beacon: { mock: { calls: unknown[][] } }): Promise<unknown[]> {
  return Promise.all(
    beacon.mock.calls.map(async ([, blob]) => JSON.parse(await (blob as Blob).text()) as unknown),
  );
}

test('a ramp keeps everyone it has, and takes about as many as it says', () => {
  const people = Array.from({ length: 2_000 }, (_, index) => `person-${String(index)}`);
  const share = (percentage: number) =>
    people.filter((person) => rampPosition('a-flag', person) < percentage);
  expect(share(0)).toEqual([]);
  expect(share(100)).toEqual(people);
  const ten = new Set(share(10));
  expect(ten.size / people.length).toBeGreaterThan(0.07);
  expect(ten.size / people.length).toBeLessThan(0.13);
  const thirty = new Set(share(30));
  expect([...ten].every((person) => thirty.has(person))).toBe(true);
  const other = people.filter((person) => rampPosition('another-flag', person) < 10);
  expect(other.filter((person) => ten.has(person)).length).toBeLessThan(ten.size / 2);
});

test('the first rule that fits decides; what is unknown is off; storage may be off', async () => {
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
    throw new Error('off');
  });
  await startFeatureFlags(
    {
      everyone: {
        variants: { on: true, off: false },
        default_variant: 'off',
        targeting: [{ attribute: 'visitor', percentage: 100, variant: 'on' }],
      },
      some: {
        variants: { on: true, off: false },
        default_variant: 'off',
        targeting: [{ attribute: 'workspace', values: ['alpha'], variant: 'on' }],
      },
    },
    'rules',
  );
  const client = OpenFeature.getClient('rules');
  expect(client.getBooleanValue('everyone', false)).toBe(true);
  expect(client.getBooleanValue('some', false)).toBe(false);
  await OpenFeature.setContext('rules', { workspace: 'alpha' });
  expect(client.getBooleanValue('some', false)).toBe(true);
  expect(client.getBooleanValue('unknown', false)).toBe(false);
});

test('vitals are reported in seconds under the pattern of the page, for the share that was drawn', async () => {
  const beacon = vi.spyOn(navigator, 'sendBeacon');
  history.replaceState(null, '', '/documents/5b1b7f2e');
  startReporting(0.5, 0.5);
  expect(observers.size).toBe(0);
  startReporting(0.5, 0.49);
  expect(observers.size).toBe(5);
  history.replaceState(null, '', '/documents/new');
  observers.get('LCP')?.({ name: 'LCP', value: 1_500 });
  observers.get('CLS')?.({ name: 'CLS', value: 0.05 });
  expect(await sent(beacon)).toEqual([
    { kind: 'vital', name: 'LCP', value: 1.5, page: '/documents/:id' },
    { kind: 'vital', name: 'CLS', value: 0.05, page: '/documents/:id' },
  ]);
});

test('errors are counted without their words, and a loop of them is not', async () => {
  const beacon = vi.spyOn(navigator, 'sendBeacon');
  history.replaceState(null, '', '/nowhere');
  for (let times = 0; times < 50; times += 1) {
    reportError();
  }
  const beacons = await sent(beacon);
  expect(beacons.length).toBeLessThanOrEqual(10);
  expect(beacons[0]).toEqual({ kind: 'error', page: 'unknown' });
});

test('a person whose language is not there reads English', () => {
  expect(wordsFor(['de-DE', 'en-GB']).language).toBe('en');
  expect(wordsFor([]).list.count(1)).toBe('1 document is shown.');
  expect(formatTime('2026-01-05T08:00:00.000Z')).toMatch(/Jan 5, 2026/);
});
