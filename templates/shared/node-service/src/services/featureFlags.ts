import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import {
  OpenFeature,
  TypedInMemoryProvider,
  type EvaluationContext,
} from '@openfeature/server-sdk';
import { parse } from 'yaml';
import { z } from 'zod';
import { rootUrl } from '../config/serviceInfo.ts';

/** A file of `feature-flags/`. Owner, expiry and clean-up are what keep a flag from staying for ever. */
export const flagSchema = z.strictObject({
  key: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  description: z.string().min(10),
  owner: z.string().regex(/^(group|user):[a-z0-9-]+\/[\w.-]+$/),
  created: z.iso.date(),
  expires: z.iso.date(),
  cleanup: z.string().min(10),
  variants: z.record(z.string(), z.boolean()),
  default_variant: z.string(),
  targeting: z
    .array(
      z
        .strictObject({
          attribute: z.string(),
          values: z.array(z.string()).min(1).optional(),
          percentage: z.number().min(0).max(100).optional(),
          variant: z.string(),
        })
        .refine((rule) => (rule.values === undefined) !== (rule.percentage === undefined), {
          message: 'A rule has either values or a percentage.',
        }),
    )
    .default([]),
});

/** A validated flag file. */
export type FlagDefinition = z.output<typeof flagSchema>;

/** Answers whether a boolean flag is on. */
export interface FeatureFlags {
  /** An unknown flag or a failing provider is off: the old behaviour is the safe one. */
  isOn(key: string, context: EvaluationContext): Promise<boolean>;
}

/** Reads and validates `feature-flags/*.yaml`, sorted by key. */
export function readFlags(folder: URL = new URL('feature-flags/', rootUrl)): FlagDefinition[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => {
      const flag = flagSchema.parse(parse(readFileSync(new URL(name, folder), 'utf8')));
      const used = [flag.default_variant, ...flag.targeting.map((rule) => rule.variant)];
      const unknown = used.find((variant) => !(variant in flag.variants));
      if (unknown !== undefined || `${flag.key}.yaml` !== name) {
        throw new Error(
          `feature-flags/${name}: the file must be named after its key and use only its own variants`,
        );
      }
      return flag;
    });
}

/** Days from `today` (YYYY-MM-DD, UTC) to the flag's expiry; negative once it is past. */
export function daysToExpiry(flag: FlagDefinition, today: string): number {
  return (Date.parse(flag.expires) - Date.parse(today)) / 86_400_000;
}

const RAMP_STEPS = 10_000;

/**
 * Where a value lies in a flag's ramp, 0 ≤ x < 100. Always the same for the same value, so raising a
 * percentage only adds callers; different for each flag, so it is not always the same ones who are first.
 */
function rampPosition(key: string, value: string): number {
  const digest = createHash('sha256').update(`${key}\n${value}`).digest();
  return ((digest.readUInt32BE(0) % RAMP_STEPS) * 100) / RAMP_STEPS;
}

/** The variant of the first rule that fits the caller, else the default. */
function variantFor(flag: FlagDefinition, context: EvaluationContext): string {
  const rule = flag.targeting.find(({ attribute, values, percentage = 0 }) => {
    const value = context[attribute];
    return (
      typeof value === 'string' &&
      (values?.includes(value) ?? rampPosition(flag.key, value) < percentage)
    );
  });
  return rule?.variant ?? flag.default_variant;
}

let instances = 0;

/**
 * Puts the definitions behind OpenFeature. To use a flag service instead, hand its provider to
 * `OpenFeature.setProviderAndWait` here; callers do not change.
 */
export async function createFeatureFlags(
  definitions: readonly FlagDefinition[],
  overrides: ReadonlyMap<string, string>,
): Promise<FeatureFlags> {
  for (const [key, variant] of overrides) {
    const known = definitions.find((definition) => definition.key === key);
    if (!known || !(variant in known.variants)) {
      throw new Error(`FEATURE_FLAGS names an unknown flag or variant: ${key}`);
    }
  }
  const provider = new TypedInMemoryProvider(
    Object.fromEntries(
      definitions.map((definition) => [
        definition.key,
        {
          variants: definition.variants,
          defaultVariant: definition.default_variant,
          disabled: false,
          contextEvaluator: (context: EvaluationContext) =>
            overrides.get(definition.key) ?? variantFor(definition, context),
        },
      ]),
    ),
  );
  // A domain of its own, so that several services in one process (tests) do not share flags.
  instances += 1;
  const domain = `service-${String(instances)}`;
  await OpenFeature.setProviderAndWait(domain, provider);
  const client = OpenFeature.getClient(domain);
  return { isOn: (key, context) => client.getBooleanValue(key, false, context) };
}
