import { parse } from 'yaml';
import { z } from 'zod';

const DURATION = /^([1-9]\d*)([mhd])$/;
const UNIT_SECONDS: Readonly<Record<string, number>> = { m: 60, h: 3_600, d: 86_400 };
/** Names become parts of others, which OpenSLO limits to 63 characters. */
const NAME = /^[a-z][a-z0-9-]{0,20}[a-z0-9]$/;

/** Seconds of a duration such as `30m`, `6h` or `3d`. */
export function secondsOf(duration: string): number {
  const [, count = '', unit = ''] = DURATION.exec(duration) ?? [];
  return Number(count) * (UNIT_SECONDS[unit] ?? Number.NaN);
}

const duration = z.string().regex(DURATION);
const severity = z.enum(['page', 'ticket']);
const sentence = z.string().min(3).max(300);

const burnRateSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{1,10}$/),
  /** Share of the whole budget that is gone when the alert fires. */
  budget: z.number().positive().max(1),
  long: duration,
  short: duration,
  severity,
});

const ratioSchema = z
  .strictObject({
    good: z.string().min(1).optional(),
    bad: z.string().min(1).optional(),
    total: z.string().min(1),
  })
  .refine((ratio) => (ratio.good === undefined) !== (ratio.bad === undefined), {
    message: 'has either good or bad events',
  });

const sloSchema = z.strictObject({
  name: z.string().regex(NAME),
  title: sentence,
  description: sentence,
  promise: sentence,
  target: z.number().gt(0).lt(1),
  window: duration,
  /** Selectors of counters; rates and sums are added when the rules are made. */
  ratio: ratioSchema,
  /** An alert needs at least so many bad events in its long window; keeps one failure from paging at night. */
  minimumBad: z.number().int().positive().default(2),
  burnRates: z.array(burnRateSchema).min(1).optional(),
});

const alertSchema = z.strictObject({
  name: z.string().regex(/^[A-Z][A-Za-z0-9]{2,60}$/),
  summary: sentence,
  expr: z.string().min(1),
  for: duration,
  severity,
});

const panelSchema = z.strictObject({
  title: sentence,
  unit: z.string().min(1),
  queries: z.array(z.strictObject({ legend: z.string(), expr: z.string().min(1) })).min(1),
});

const sourceSchema = z.strictObject({
  service: z.string().regex(/^[a-z][a-z0-9-]{1,38}[a-z0-9]$/),
  owner: z.string().min(1),
  tier: z.enum(['tier-1', 'tier-2', 'tier-3']),
  runbook: z.string().min(1),
  slos: z.array(sloSchema).min(1),
  burnRates: z.array(burnRateSchema).min(1),
  alerts: z.array(alertSchema).default([]),
  panels: z.array(panelSchema).default([]),
});

/** One pair of windows whose alert fires when both burn faster than `factor`. */
export type BurnRate = z.output<typeof burnRateSchema> & {
  /** How many times faster than evenly over the period. */
  readonly factor: number;
};

/** A service-level objective with the burn rates that guard it. */
export type Slo = Omit<z.output<typeof sloSchema>, 'burnRates'> & {
  readonly burnRates: readonly BurnRate[];
};

/** `observability/source.yaml`, checked. */
export type ObservabilitySource = Omit<z.output<typeof sourceSchema>, 'slos' | 'burnRates'> & {
  readonly slos: readonly Slo[];
};

function unique(what: string, names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new Error(`${what} ${twice} is there twice`);
  }
}

/**
 * Reads the source and works out each burn rate's factor.
 *
 * @throws Error that says which entry is wrong, among them alerts that could never fire.
 */
export function parseObservabilitySource(text: string): ObservabilitySource {
  const parsed = sourceSchema.safeParse(parse(text, { maxAliasCount: 0 }));
  if (!parsed.success) {
    throw new Error(z.prettifyError(parsed.error));
  }
  const { burnRates: common, slos, ...rest } = parsed.data;
  unique(
    'The service level',
    slos.map(({ name }) => name),
  );
  unique(
    'The alert',
    rest.alerts.map(({ name }) => name),
  );
  const policies = new Map<string, string>();
  return {
    ...rest,
    slos: slos.map((slo) => {
      const burnRates = slo.burnRates ?? common;
      unique(
        'The burn rate',
        burnRates.map(({ name }) => name),
      );
      return {
        ...slo,
        burnRates: burnRates.map((rate) => {
          const where = `burn rate ${rate.name} of ${slo.name}`;
          // Rounded: 0.02 × 720 has fifteen decimals in binary, and files that are compared need one text.
          const factor =
            Math.round(((rate.budget * secondsOf(slo.window)) / secondsOf(rate.long)) * 1e4) / 1e4;
          if (secondsOf(rate.short) >= secondsOf(rate.long)) {
            throw new Error(`${where}: the short window must be shorter than the long one`);
          }
          if (secondsOf(rate.long) >= secondsOf(slo.window)) {
            throw new Error(`${where}: the long window must be shorter than the period`);
          }
          if (factor * (1 - slo.target) >= 1) {
            throw new Error(
              `${where} can never fire: even a total outage burns no faster than ${String(Math.round(1 / (1 - slo.target)))}`,
            );
          }
          const policy = `${slo.window} ${rate.name}`;
          const definition = JSON.stringify(rate);
          if ((policies.get(policy) ?? definition) !== definition) {
            throw new Error(`${where} differs from another one of that name over ${slo.window}`);
          }
          policies.set(policy, definition);
          return { ...rate, factor };
        }),
      };
    }),
  };
}
