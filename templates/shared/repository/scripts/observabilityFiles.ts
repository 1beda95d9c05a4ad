import { stringify } from 'yaml';
import {
  secondsOf,
  type BurnRate,
  type ObservabilitySource,
  type Slo,
} from './observabilitySource.ts';

/** Up to here a window is read from the raw counters; beyond, from the recorded rates, which are few. */
const RAW_UP_TO_SECONDS = 6 * 3_600;
const BASE_WINDOW = '5m';

const HEADER = '# Made by `make observability` from observability/source.yaml; edit that.\n';

interface Labels {
  readonly [name: string]: string;
}

function yaml(document: unknown): string {
  // Quoted throughout, so that no value can turn into another type, whatever a service is called.
  return stringify(document, {
    lineWidth: 0,
    defaultKeyType: 'PLAIN',
    defaultStringType: 'QUOTE_SINGLE',
    aliasDuplicateObjects: false,
  });
}

function selector(labels: Labels): string {
  return `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',')}}`;
}

/** `metric{…}` → the sum of `func` over a window of it. */
function summed(func: 'rate' | 'increase', events: string, window: string): string {
  return `sum(${func}(${events}[${window}]))`;
}

/** Bad events of a window. A service without a failure has no series for them yet: that is 0, not nothing. */
function badEvents(func: 'rate' | 'increase', { ratio }: Slo, window: string): string {
  const total = summed(func, ratio.total, window);
  return ratio.bad === undefined
    ? `(${total} - (${summed(func, ratio.good ?? '', window)} or 0 * ${total}))`
    : `(${summed(func, ratio.bad, window)} or 0 * ${total})`;
}

function windowsOf(slo: Slo): string[] {
  const windows = new Set([
    BASE_WINDOW,
    ...slo.burnRates.flatMap(({ long, short }) => [long, short]),
  ]);
  return [...windows].sort((a, b) => secondsOf(a) - secondsOf(b));
}

function recordingGroup(source: ObservabilitySource, slo: Slo): unknown {
  const identity = { service: source.service, slo: slo.name };
  const labels = { ...identity, owner: source.owner, tier: source.tier };
  const of = selector(identity);
  const overPeriod = (window: string): string =>
    `sum_over_time(slo:events_bad:rate5m${of}[${window}]) / sum_over_time(slo:events_total:rate5m${of}[${window}])`;
  return {
    name: `${source.service}-${slo.name}-service-level`,
    interval: '30s',
    rules: [
      { record: 'slo:objective:ratio', expr: `vector(${String(slo.target)})`, labels },
      {
        record: 'slo:events_bad:rate5m',
        expr: badEvents('rate', slo, BASE_WINDOW),
        labels,
      },
      {
        record: 'slo:events_total:rate5m',
        expr: summed('rate', slo.ratio.total, BASE_WINDOW),
        labels,
      },
      ...windowsOf(slo).map((window) => ({
        record: `slo:error:ratio_rate${window}`,
        expr:
          secondsOf(window) <= RAW_UP_TO_SECONDS
            ? `${badEvents('rate', slo, window)} / ${summed('rate', slo.ratio.total, window)}`
            : overPeriod(window),
        labels,
      })),
      {
        // Events weigh the same whenever they came; a mean of ratios would count a quiet night like a busy day.
        record: 'slo:error_budget_remaining:ratio',
        expr: `1 - (${overPeriod(slo.window)}) / (1 - ${String(slo.target)})`,
        labels,
      },
    ],
  };
}

function burnAlert(source: ObservabilitySource, slo: Slo, rate: BurnRate): unknown {
  const of = selector({ service: source.service, slo: slo.name });
  const threshold = `${String(rate.factor)} * (1 - ${String(slo.target)})`;
  return {
    alert: 'ErrorBudgetBurn',
    expr: [
      `slo:error:ratio_rate${rate.long}${of} > ${threshold}`,
      `and slo:error:ratio_rate${rate.short}${of} > ${threshold}`,
      `and on() ${badEvents('increase', slo, rate.long)} >= ${String(slo.minimumBad)}`,
    ].join(' '),
    labels: {
      severity: rate.severity,
      service: source.service,
      slo: slo.name,
      burn_rate: rate.name,
      owner: source.owner,
      tier: source.tier,
    },
    annotations: {
      summary: `${source.service}: ${slo.title.toLowerCase()} uses up its error budget too fast (${String(rate.factor)}×)`,
      description: `{{ $value | humanizePercentage }} of events over ${rate.long} were bad; ${slo.promise} ${String(Math.round(rate.budget * 1_000) / 10)} % of the budget of ${slo.window} is gone.`,
      runbook_url: source.runbook,
    },
  };
}

/** Recording and alerting rules for Prometheus. */
function rules(source: ObservabilitySource): string {
  return (
    HEADER +
    yaml({
      groups: [
        ...source.slos.map((slo) => recordingGroup(source, slo)),
        {
          name: `${source.service}-alerts`,
          rules: [
            ...source.slos.flatMap((slo) =>
              slo.burnRates.map((rate) => burnAlert(source, slo, rate)),
            ),
            ...source.alerts.map((alert) => ({
              alert: alert.name,
              expr: alert.expr,
              for: alert.for,
              labels: {
                severity: alert.severity,
                service: source.service,
                owner: source.owner,
                tier: source.tier,
              },
              annotations: {
                summary: `${source.service}: ${alert.summary}`,
                runbook_url: source.runbook,
              },
            })),
          ],
        },
      ],
    })
  );
}

function policyName(source: ObservabilitySource, slo: Slo, rate: BurnRate, side: string): string {
  return `${source.service}-${slo.window}-${rate.name}-${side}`;
}

function alertPolicies(source: ObservabilitySource, slo: Slo, rate: BurnRate): unknown[] {
  return (['long', 'short'] as const).map((side) => ({
    apiVersion: 'openslo/v1',
    kind: 'AlertPolicy',
    metadata: {
      name: policyName(source, slo, rate, side),
      displayName: `Budget of ${slo.window} used up too fast (${String(rate.factor)}×) over ${rate[side]}`,
      // OpenSLO has one window a policy; the two of a pair alert only together.
      annotations: { 'companyos.io/mwmbr-pair': rate.name },
    },
    spec: {
      alertWhenBreaching: true,
      alertWhenResolved: true,
      alertWhenNoData: false,
      conditions: [
        {
          kind: 'AlertCondition',
          metadata: { name: policyName(source, slo, rate, side) },
          spec: {
            severity: rate.severity,
            condition: {
              kind: 'burnrate',
              op: 'gt',
              threshold: rate.factor,
              lookbackWindow: rate[side],
              alertAfter: '0m',
            },
          },
        },
      ],
      notificationTargets: [],
    },
  }));
}

/** The promises as OpenSLO v1, for tools that plan and report. */
function openSlo(source: ObservabilitySource): string {
  const metric = (events: string) => ({
    metricSource: { type: 'Prometheus', spec: { query: `sum(${events})` } },
  });
  const policies = new Map<string, unknown>();
  const slos = source.slos.map((slo) => {
    for (const rate of slo.burnRates) {
      policies.set(`${slo.window} ${rate.name}`, alertPolicies(source, slo, rate));
    }
    return {
      apiVersion: 'openslo/v1',
      kind: 'SLO',
      metadata: { name: `${source.service}-${slo.name}`, displayName: slo.title },
      spec: {
        description: slo.description,
        service: source.service,
        budgetingMethod: 'Occurrences',
        timeWindow: [{ duration: slo.window, isRolling: true }],
        indicator: {
          metadata: { name: `${source.service}-${slo.name}` },
          spec: {
            ratioMetric: {
              counter: true,
              ...(slo.ratio.good === undefined
                ? { bad: metric(slo.ratio.bad ?? '') }
                : { good: metric(slo.ratio.good) }),
              total: metric(slo.ratio.total),
            },
          },
        },
        objectives: [{ displayName: slo.promise, target: slo.target }],
        alertPolicies: slo.burnRates.flatMap((rate) =>
          ['long', 'short'].map((side) => ({
            alertPolicyRef: policyName(source, slo, rate, side),
          })),
        ),
      },
    };
  });
  return HEADER + [...slos, ...[...policies.values()].flat()].map(yaml).join('---\n');
}

interface Panel {
  readonly title: string;
  readonly description: string;
  readonly type: 'stat' | 'timeseries';
  readonly unit: string;
  readonly width: number;
  readonly queries: readonly { readonly legend: string; readonly expr: string }[];
  readonly thresholds: readonly { readonly color: string; readonly value: number | null }[];
  /** Draws the thresholds into the graph. */
  readonly lines?: boolean;
}

const PANEL_HEIGHT = 8;
const DASHBOARD_WIDTH = 24;
const DATA_SOURCE = { type: 'prometheus', uid: '${datasource}' };

function sloPanels(source: ObservabilitySource, slo: Slo): Panel[] {
  const of = selector({ service: source.service, slo: slo.name });
  const factors = slo.burnRates.map(({ factor }) => factor).sort((a, b) => a - b);
  return [
    {
      title: `${slo.title}: budget left`,
      description: `${slo.description} ${slo.promise} Share of the error budget of ${slo.window} that is left; below 0 the promise is broken.`,
      type: 'stat',
      unit: 'percentunit',
      width: 6,
      queries: [{ legend: 'left', expr: `slo:error_budget_remaining:ratio${of}` }],
      thresholds: [
        { color: 'red', value: null },
        { color: 'orange', value: 0 },
        { color: 'green', value: 0.25 },
      ],
    },
    {
      title: `${slo.title}: burn rate`,
      description: `1 uses the budget up exactly over ${slo.window}. An alert fires when both windows of a pair are above its line.`,
      type: 'timeseries',
      unit: 'none',
      width: 18,
      queries: windowsOf(slo).map((window) => ({
        legend: window,
        expr: `slo:error:ratio_rate${window}${of} / (1 - ${String(slo.target)})`,
      })),
      thresholds: [
        { color: 'green', value: null },
        ...factors.map((value, index) => ({
          color: index < factors.length / 2 ? 'orange' : 'red',
          value,
        })),
      ],
      lines: true,
    },
  ];
}

function layOut(panels: readonly Panel[]): unknown[] {
  let x = 0;
  let y = 0;
  return panels.map((panel, index) => {
    if (x + panel.width > DASHBOARD_WIDTH) {
      x = 0;
      y += PANEL_HEIGHT;
    }
    const gridPos = { h: PANEL_HEIGHT, w: panel.width, x, y };
    x += panel.width;
    return {
      id: index + 1,
      type: panel.type,
      title: panel.title,
      description: panel.description,
      datasource: DATA_SOURCE,
      gridPos,
      targets: panel.queries.map(({ legend, expr }, query) => ({
        refId: String.fromCharCode(65 + query),
        datasource: DATA_SOURCE,
        expr,
        legendFormat: legend,
      })),
      fieldConfig: {
        defaults: {
          unit: panel.unit,
          thresholds: { mode: 'absolute', steps: panel.thresholds },
          custom:
            panel.type === 'timeseries'
              ? { thresholdsStyle: { mode: panel.lines === true ? 'line' : 'off' } }
              : {},
        },
        overrides: [],
      },
      options:
        panel.type === 'stat'
          ? { reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false } }
          : { legend: { displayMode: 'table', placement: 'bottom', calcs: ['lastNotNull'] } },
    };
  });
}

/** The dashboard, for Grafana: budgets first, then what explains them. */
function dashboard(source: ObservabilitySource): string {
  const panels = [
    ...source.slos.flatMap((slo) => sloPanels(source, slo)),
    ...source.panels.map(({ title, unit, queries }): Panel => ({
      title,
      description: '',
      type: 'timeseries',
      unit,
      width: 12,
      queries,
      thresholds: [{ color: 'green', value: null }],
    })),
  ];
  const document = {
    title: source.service,
    uid: source.service,
    description: 'Made by `make observability` from observability/source.yaml; edit that.',
    tags: ['golden-path', source.tier],
    schemaVersion: 39,
    version: 1,
    editable: false,
    graphTooltip: 1,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    timezone: 'utc',
    links: [{ title: 'Runbook', type: 'link', url: source.runbook, targetBlank: true }],
    templating: {
      list: [
        {
          name: 'datasource',
          label: 'Prometheus',
          type: 'datasource',
          query: 'prometheus',
          hide: 0,
        },
      ],
    },
    annotations: { list: [] },
    panels: layOut(panels),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Every file that is made from the source, by its path in the repository; a function of the source alone. */
export function observabilityFiles(source: ObservabilitySource): ReadonlyMap<string, string> {
  return new Map([
    ['observability/rules.yaml', rules(source)],
    ['observability/dashboard.json', dashboard(source)],
    ['docs/slo.yaml', openSlo(source)],
  ]);
}
