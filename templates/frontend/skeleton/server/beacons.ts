import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import { z } from 'zod';
import { BEACON_LIMIT_BYTES, beaconSchema } from '../config/beacons.ts';
import type { Metrics } from './metrics.ts';

/** Thrown for a body that is too large or makes no sense; `status` is the answer. */
export class BodyError extends Error {
  readonly status: 400 | 413;

  constructor(status: 400 | 413, message: string) {
    super(message);
    this.name = 'BodyError';
    this.status = status;
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BEACON_LIMIT_BYTES) {
      throw new BodyError(413, `at most ${String(BEACON_LIMIT_BYTES)} bytes`);
    }
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new BodyError(400, 'must be JSON');
  }
}

/** Takes what a page says about its speed or its failures. @throws {@link BodyError} */
export async function receiveBeacon(request: IncomingMessage, metrics: Metrics): Promise<void> {
  const parsed = beaconSchema.safeParse(await readJson(request));
  if (!parsed.success) {
    throw new BodyError(400, 'is not a beacon');
  }
  metrics.reported(parsed.data);
}

const reportSchema = z.object({
  'csp-report': z.object({
    'effective-directive': z.string().max(100).optional(),
    'violated-directive': z.string().max(500).optional(),
    'blocked-uri': z.string().max(2_000).optional(),
  }),
});

/** Only names a policy can have become labels; anybody may send reports. */
const DIRECTIVE =
  /^(script-src(-elem|-attr)?|style-src(-elem|-attr)?|(img|font|connect|manifest|media|object|frame|worker|default)-src|base-uri|form-action|frame-ancestors|require-trusted-types-for|trusted-types)$/;

/** Takes what a browser says the content security policy stopped. @throws {@link BodyError} */
export async function receiveCspReport(
  request: IncomingMessage,
  metrics: Metrics,
  logger: Logger,
): Promise<void> {
  const parsed = reportSchema.safeParse(await readJson(request));
  if (!parsed.success) {
    throw new BodyError(400, 'is not a report');
  }
  const report = parsed.data['csp-report'];
  const named =
    report['effective-directive'] ?? report['violated-directive']?.split(' ', 1)[0] ?? '';
  const directive = DIRECTIVE.test(named) ? named : 'other';
  const blocked = report['blocked-uri'] ?? '';
  metrics.violated(directive);
  logger.warn(
    {
      action: 'csp-report',
      directive,
      // Of an address only where it leads: paths and queries may hold what is nobody's business.
      blocked: URL.canParse(blocked) ? new URL(blocked).origin : blocked.slice(0, 32),
    },
    'the content security policy stopped something',
  );
}
