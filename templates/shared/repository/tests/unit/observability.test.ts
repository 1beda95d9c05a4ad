import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { observabilityFiles } from '../../scripts/observabilityFiles.ts';
import { parseObservabilitySource } from '../../scripts/observabilitySource.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

const SOURCE = {
  service: 'null',
  owner: 'group:default/team',
  tier: 'tier-1',
  runbook: '/docs/runbook',
  slos: [
    {
      name: 'success',
      title: 'Success',
      description: 'Work is done.',
      promise: '99 % of work is done.',
      target: 0.99,
      window: '30d',
      ratio: { bad: 'failed_total{a="b"}', total: 'done_total{a="b"}' },
    },
  ],
  burnRates: [{ name: 'hour', budget: 0.02, long: '1h', short: '5m', severity: 'page' }],
};

type Source = typeof SOURCE & Record<string, unknown>;

function filesOf(change: Partial<Source> = {}): ReadonlyMap<string, string> {
  return observabilityFiles(parseObservabilitySource(JSON.stringify({ ...SOURCE, ...change })));
}

function rulesOf(files: ReadonlyMap<string, string>): Rule[] {
  const { groups } = parse(files.get('observability/rules.yaml') ?? '') as {
    groups: { rules: Rule[] }[];
  };
  return groups.flatMap(({ rules }) => rules);
}

test('the files of this repository are what its source says; run `make observability` when this fails', () => {
  const files = observabilityFiles(parseObservabilitySource(read('observability/source.yaml')));
  for (const [path, text] of files) {
    expect(read(path), path).toBe(text);
  }
});

test('an alert needs both windows, and its factor follows from budget, period and window', () => {
  const rules = rulesOf(filesOf());
  const alerts = rules.filter(({ alert }) => alert !== undefined);
  expect(alerts).toHaveLength(1);
  expect(alerts[0]?.expr).toContain('ratio_rate1h{service="null",slo="success"} > 14.4 *');
  expect(alerts[0]?.expr).toContain('ratio_rate5m{service="null",slo="success"} > 14.4 *');
  expect(alerts[0]?.expr).toContain('>= 2');
  expect(alerts[0]?.labels).toMatchObject({ severity: 'page', service: 'null', tier: 'tier-1' });
  expect(alerts[0]?.annotations?.['runbook_url']).toBe('/docs/runbook');
  expect(rules.flatMap(({ record = [] }) => record)).toEqual([
    'slo:objective:ratio',
    'slo:events_bad:rate5m',
    'slo:events_total:rate5m',
    'slo:error:ratio_rate5m',
    'slo:error:ratio_rate1h',
    'slo:error_budget_remaining:ratio',
  ]);
});

test('good events are counted from the other side, and long windows from what was recorded', () => {
  const [slo] = SOURCE.slos;
  const burnRates = [
    { name: 'days', budget: 0.1, long: '3d', short: '6h', severity: 'ticket' },
  ] as const;
  const rules = rulesOf(
    filesOf({
      slos: [
        { ...slo, ratio: { good: 'ok_total', total: 'done_total' }, burnRates },
      ] as unknown as Source['slos'],
    }),
  );
  const expression = (name: string) => rules.find(({ record }) => record === name)?.expr;
  expect(expression('slo:error:ratio_rate6h')).toBe(
    '(sum(rate(done_total[6h])) - (sum(rate(ok_total[6h])) or 0 * sum(rate(done_total[6h])))) / sum(rate(done_total[6h]))',
  );
  expect(expression('slo:error:ratio_rate3d')).toContain('sum_over_time(slo:events_bad:rate5m');
});

test('the promises are OpenSLO, each pair of windows two policies that name each other', () => {
  const [slo, ...policies] = parseAllDocuments(filesOf().get('docs/slo.yaml') ?? '').map(
    (document) => document.toJS() as { kind: string; metadata: { name: string }; spec: unknown },
  );
  expect(slo).toMatchObject({
    kind: 'SLO',
    metadata: { name: 'null-success' },
    spec: {
      service: 'null',
      objectives: [{ target: 0.99 }],
      alertPolicies: [
        { alertPolicyRef: 'null-30d-hour-long' },
        { alertPolicyRef: 'null-30d-hour-short' },
      ],
    },
  });
  expect(policies.map(({ metadata }) => metadata.name)).toEqual([
    'null-30d-hour-long',
    'null-30d-hour-short',
  ]);
  expect(policies[1]).toMatchObject({
    metadata: { annotations: { 'companyos.io/mwmbr-pair': 'hour' } },
    spec: { conditions: [{ spec: { condition: { threshold: 14.4, lookbackWindow: '5m' } } }] },
  });
});

test('the dashboard has no panel on top of another', () => {
  const { panels, uid } = JSON.parse(filesOf().get('observability/dashboard.json') ?? '') as {
    uid: string;
    panels: { gridPos: { x: number; y: number; w: number; h: number } }[];
  };
  expect(uid).toBe('null');
  const cells = panels.flatMap(({ gridPos: { x, y, w } }) =>
    Array.from({ length: w }, (_, column) => `${String(x + column)} ${String(y)}`),
  );
  expect(cells.length).toBeGreaterThan(0);
  expect(new Set(cells).size).toBe(cells.length);
});

test.each([
  ['can never fire', { slos: [{ ...SOURCE.slos[0], target: 0.5 }] }],
  ['is there twice', { slos: [SOURCE.slos[0], SOURCE.slos[0]] }],
  [
    'the short window must be shorter',
    { burnRates: [{ ...SOURCE.burnRates[0], long: '1h', short: '2h' }] },
  ],
  [
    'the long window must be shorter',
    { burnRates: [{ ...SOURCE.burnRates[0], long: '31d', short: '2d' }] },
  ],
  [
    'differs from another one',
    {
      slos: [
        SOURCE.slos[0],
        {
          ...SOURCE.slos[0],
          name: 'other',
          burnRates: [{ ...SOURCE.burnRates[0], budget: 0.03 }],
        },
      ],
    },
  ],
  [
    'either good or bad',
    { slos: [{ ...SOURCE.slos[0], ratio: { good: 'a', bad: 'b', total: 'c' } }] },
  ],
  ['Unrecognized key', { surprise: 1 }],
])('a source is refused when something %s', (message, change) => {
  expect(() => filesOf(change as Partial<Source>)).toThrow(message);
});
