import { pino, type DestinationStream, type Logger } from 'pino';
import { serviceInfo } from './serviceInfo.ts';

const SENSITIVE = ['authorization', 'cookie', 'email', 'password', 'secret', 'token'];

/**
 * JSON lines with the fields every service writes: timestamp, level, service, version, env. Values under
 * sensitive names are masked up to two levels deep.
 */
export function createLogger(
  settings: { readonly level: string; readonly env: string },
  destination?: DestinationStream,
): Logger {
  const options = {
    level: settings.level,
    base: { service: serviceInfo.name, version: serviceInfo.version, env: settings.env },
    timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: SENSITIVE.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: '[redacted]',
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
