import cors from 'cors';
import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import { Problem } from '../models/problem.ts';

/** Settings of {@link protect}. */
export interface ProtectSettings {
  /** Origins browsers may call from; none by default. */
  readonly corsOrigins: readonly string[];
  /** Requests a minute for each client address. Counted in this process: a safety net, not a quota. */
  readonly rateLimitPerMinute: number;
}

/** Security headers for an API without pages, CORS that is closed unless opened, and a rate limit. */
export function protect(settings: ProtectSettings): RequestHandler[] {
  return [
    helmet({
      contentSecurityPolicy: { directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    }),
    ...(settings.corsOrigins.length > 0
      ? [
          cors({
            origin: [...settings.corsOrigins],
            exposedHeaders: ['x-trace-id', 'x-request-id'],
          }),
        ]
      : []),
    rateLimit({
      windowMs: 60_000,
      limit: settings.rateLimitPerMinute,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      handler: (_request, _response, next) => {
        next(
          new Problem(
            429,
            'rate-limited',
            'Too many requests',
            'Slow down and try again in a minute.',
          ),
        );
      },
    }),
  ];
}
