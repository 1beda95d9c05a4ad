import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { publicFlagSchema, type PublicFlag } from '../config/runtime.ts';
import { rootUrl } from './serviceInfo.ts';

/** A file of `feature-flags/`. Owner, expiry and clean-up are what keep a flag from staying for ever. */
const flagFileSchema = publicFlagSchema
  .extend({
    key: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    description: z.string().min(10),
    owner: z.string().regex(/^(group|user):[a-z0-9-]+\/[\w.-]+$/),
    created: z.iso.date(),
    expires: z.iso.date(),
    cleanup: z.string().min(10),
    targeting: publicFlagSchema.shape.targeting.default([]),
  })
  .refine(
    ({ targeting }) =>
      targeting.every((rule) => (rule.values === undefined) !== (rule.percentage === undefined)),
    { message: 'A rule has either values or a percentage.' },
  );

/** A validated flag file. */
export type FlagDefinition = z.output<typeof flagFileSchema>;

/** Reads and validates `feature-flags/*.yaml`, sorted by key. */
export function readFlags(folder: URL = new URL('feature-flags/', rootUrl)): FlagDefinition[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => {
      const flag = flagFileSchema.parse(parse(readFileSync(new URL(name, folder), 'utf8')));
      const used = [flag.default_variant, ...flag.targeting.map((rule) => rule.variant)];
      const unknown = used.find((variant) => !Object.hasOwn(flag.variants, variant));
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

/**
 * What pages get of the flags. An override (`FEATURE_FLAGS=key=variant`) is the kill switch: it becomes the
 * default and takes all rules away.
 *
 * @throws Error when an override names a flag or variant that is not there.
 */
export function publicFlags(
  definitions: readonly FlagDefinition[],
  overrides: ReadonlyMap<string, string>,
): Record<string, PublicFlag> {
  for (const [key, variant] of overrides) {
    const known = definitions.find((definition) => definition.key === key);
    if (!known || !Object.hasOwn(known.variants, variant)) {
      throw new Error(`FEATURE_FLAGS names an unknown flag or variant: ${key}`);
    }
  }
  return Object.fromEntries(
    definitions.map(({ key, variants, default_variant, targeting }) => {
      const override = overrides.get(key);
      return [
        key,
        override === undefined
          ? { variants, default_variant, targeting }
          : { variants, default_variant: override, targeting: [] },
      ];
    }),
  );
}
