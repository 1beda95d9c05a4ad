import { z } from './zod.ts';

/** What a page may learn, everyone may learn: the file is served to whoever asks for it. */
const CREDENTIALS: readonly RegExp[] = [
  /-----BEGIN/,
  /\beyJ[\w-]{10,}\.[\w-]{10,}\./,
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\b(gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk_live_|sk-)[\w-]{16,}/,
  /:\/\/[^/\s@]*:[^/\s@]*@/,
  /\b(password|passwd|secret|token|api[_-]?key)\s*[=:]/i,
];

/** Text that is fit to be public. */
function publicText(maxLength: number) {
  return z
    .string()
    .max(maxLength)
    .refine((text) => !CREDENTIALS.some((credential) => credential.test(text)), {
      message: 'looks like a credential, and everything in here is public',
    });
}

const apiBaseUrlSchema = publicText(2_000).refine(
  (text) => {
    if (/^\/(?!\/)[\w./-]*$/.test(text)) {
      return true;
    }
    const url = URL.canParse(text) ? new URL(text) : undefined;
    return (
      url !== undefined &&
      ['http:', 'https:'].includes(url.protocol) &&
      url.username === '' &&
      url.password === '' &&
      url.search === '' &&
      url.hash === ''
    );
  },
  { message: 'must be a path or an http(s) URL without credentials and query' },
);

/** What a page needs to know of a flag; its owner and expiry stay in the repository. */
export const publicFlagSchema = z.strictObject({
  variants: z.record(z.string().max(64), z.boolean()),
  default_variant: z.string().max(64),
  targeting: z.array(
    z.strictObject({
      attribute: z.string().max(64),
      values: z.array(publicText(200)).min(1).optional(),
      percentage: z.number().min(0).max(100).optional(),
      variant: z.string().max(64),
    }),
  ),
});

/** A flag as pages get it. */
export type PublicFlag = z.output<typeof publicFlagSchema>;

/**
 * `/config.json`: what differs between environments, so that one build serves all of them. Unknown members
 * and whatever looks like a credential are refused, when the server starts and again in the page.
 */
export const runtimeConfigSchema = z.strictObject({
  service: publicText(64),
  version: publicText(64),
  commit: publicText(64),
  environment: publicText(32).regex(/^[a-z0-9-]+$/),
  apiBaseUrl: apiBaseUrlSchema,
  /** Longest wait for an answer of the API. */
  apiTimeoutMs: z.int().min(100).max(120_000),
  /** Share of page views whose web vitals are reported, ratio 0–1. */
  vitalsSampleRatio: z.number().min(0).max(1),
  flags: z.record(z.string().max(64), publicFlagSchema),
});

/** The settings of a page, checked. */
export type RuntimeConfig = z.output<typeof runtimeConfigSchema>;
