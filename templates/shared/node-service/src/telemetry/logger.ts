import { trace } from '@opentelemetry/api';
import { pino, type DestinationStream, type Logger } from 'pino';
import { serviceInfo } from '../config/serviceInfo.ts';
import { requestContext } from './requestContext.ts';

const SENSITIVE = [
  'authorization',
  'cookie',
  'email',
  'password',
  'secret',
  'token',
  'access_token',
];

/** Settings of {@link createLogger}. */
export interface LoggerSettings {
  readonly level: string;
  readonly env: string;
  readonly region: string;
}

/**
 * JSON lines with the fields every service writes: timestamp, level, service, version, env, region,
 * and while a request is served trace_id, span_id, request_id and correlation_id.
 * Values under sensitive names are masked up to two levels deep.
 */
export function createLogger(settings: LoggerSettings, destination?: DestinationStream): Logger {
  const options = {
    level: settings.level,
    base: {
      service: serviceInfo.name,
      version: serviceInfo.version,
      env: settings.env,
      region: settings.region,
    },
    timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: SENSITIVE.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: '[redacted]',
    },
    mixin: () => {
      const span = trace.getActiveSpan()?.spanContext();
      const request = requestContext.getStore();
      return {
        ...(span && { trace_id: span.traceId, span_id: span.spanId }),
        ...(request && { request_id: request.requestId, correlation_id: request.correlationId }),
      };
    },
    // A field given with the line (the access log captures its ids early) wins over the mixin.
    mixinMergeStrategy: (line: object, mixed: object) => ({ ...mixed, ...line }),
  };
  return destination ? pino(options, destination) : pino(options);
}
