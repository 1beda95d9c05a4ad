import { OpenFeature, TypedInMemoryProvider, type EvaluationContext } from '@openfeature/web-sdk';
import type { PublicFlag } from '../../config/runtime.ts';

const VISITOR_KEY = 'visitor';
const RAMP_STEPS = 10_000;

/**
 * Where a value lies in a flag's ramp, 0 ≤ x < 100. Always the same for the same value, so raising a percentage
 * only adds people; different for each flag, so it is not always the same ones who are first. FNV-1a, because
 * the digests of browsers are asynchronous and nothing here has to be secret.
 */
export function rampPosition(key: string, value: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(`${key}\n${value}`)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  // One more round of mixing: the low bits of FNV depend on the last bytes only.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash ^= hash >>> 13;
  return (((hash >>> 0) % RAMP_STEPS) * 100) / RAMP_STEPS;
}

/** The variant of the first rule that fits, else the default. */
function variantFor(key: string, flag: PublicFlag, context: EvaluationContext): string {
  const rule = flag.targeting.find(({ attribute, values, percentage = 0 }) => {
    const value = context[attribute];
    return (
      typeof value === 'string' &&
      (values?.includes(value) ?? rampPosition(key, value) < percentage)
    );
  });
  return rule?.variant ?? flag.default_variant;
}

/** A random name for this browser, so that ramps stay as they are from visit to visit. It is sent nowhere. */
function visitor(): string {
  try {
    const known = localStorage.getItem(VISITOR_KEY);
    const name = known ?? crypto.randomUUID();
    if (known === null) {
      localStorage.setItem(VISITOR_KEY, name);
    }
    return name;
  } catch {
    // Storage can be off; then each visit is a new one.
    return crypto.randomUUID();
  }
}

/**
 * Puts the flags of the settings behind OpenFeature, under a domain. To use a flag service instead, hand its
 * provider to `OpenFeature.setProviderAndWait` here and its origin to the content security policy; components do
 * not change.
 */
export async function startFeatureFlags(
  flags: Readonly<Record<string, PublicFlag>>,
  domain = 'app',
): Promise<void> {
  const provider = new TypedInMemoryProvider(
    Object.fromEntries(
      Object.entries(flags).map(([key, flag]) => [
        key,
        {
          variants: flag.variants,
          defaultVariant: flag.default_variant,
          disabled: false,
          contextEvaluator: (context: EvaluationContext) => variantFor(key, flag, context),
        },
      ]),
    ),
  );
  await OpenFeature.setProviderAndWait(domain, provider, { visitor: visitor() });
}
