import { parseArgs } from 'node:util';
import { postDeployChecks } from './postDeployChecks.ts';

const USAGE = `Probes a running worker; writes nothing. Exit code 0: all checks passed, 1: one failed, 2: wrong use.

  npm run post-deploy-check -- --base-url URL [--expect-version X.Y.Z]
      [--max-error-ratio 0.01] [--max-age-seconds 600] [--timeout-ms 5000] [--json]`;

function readArguments() {
  try {
    return parseArgs({
      options: {
        'base-url': { type: 'string', default: 'http://127.0.0.1:8080' },
        'expect-version': { type: 'string' },
        'max-error-ratio': { type: 'string', default: '0.01' },
        'max-age-seconds': { type: 'string', default: '600' },
        'timeout-ms': { type: 'string', default: '5000' },
        json: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    console.error(USAGE);
    process.exit(2);
  }
}

const options = readArguments();
const maxErrorRatio = Number(options['max-error-ratio']);
const maxAgeSeconds = Number(options['max-age-seconds']);
const timeoutMs = Number(options['timeout-ms']);
if (
  !URL.canParse(options['base-url']) ||
  !(maxErrorRatio >= 0 && maxErrorRatio <= 1) ||
  !(maxAgeSeconds >= 0) ||
  !(timeoutMs > 0)
) {
  console.error(USAGE);
  process.exit(2);
}

const results = await postDeployChecks({
  baseUrl: options['base-url'],
  maxErrorRatio,
  maxAgeSeconds,
  expectVersion: options['expect-version'],
  timeoutMs,
});
for (const { name, ok, detail, duration_ms } of results) {
  console.log(
    options.json
      ? JSON.stringify({ name, ok, detail, duration_ms })
      : `${ok ? 'pass' : 'FAIL'}  ${name.padEnd(28)} ${String(duration_ms).padStart(5)} ms  ${detail}`,
  );
}
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
