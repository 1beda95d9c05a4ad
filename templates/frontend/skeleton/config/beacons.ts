import { pagePatterns } from './routes.ts';
import { z } from './zod.ts';

/** Where pages report to, and how much they may say at once. */
export const BEACON_PATH = '/beacons';
export const BEACON_LIMIT_BYTES = 4_096;

/** The measures, in seconds but for CLS, which has no unit. */
export const VITALS = ['CLS', 'FCP', 'INP', 'LCP', 'TTFB'] as const;

const page = z.enum([...pagePatterns, 'unknown']);

/** A report of a page: how fast it was, or that something in it broke. Nothing in it identifies a person. */
export const beaconSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('vital'),
    name: z.enum(VITALS),
    value: z.number().min(0).max(600),
    page,
  }),
  z.strictObject({ kind: z.literal('error'), page }),
]);

/** A checked report. */
export type Beacon = z.output<typeof beaconSchema>;
