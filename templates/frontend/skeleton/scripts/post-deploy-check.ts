import { parseArgs } from 'node:util';
import { postDeployChecks } from './postDeployChecks.ts';

const USAGE = `Probes a running site, reading only. Exit code 0: all checks passed, 1: one failed, 2: wrong use.

  npm run post-deploy-check -- --base-url URL [--expect-version X.Y.Z] [--timeout-ms 5000] [--json]`;

function readArguments() {
  try {
    return parseArgs({
      options: {
        'base-url': { type: 'string', default: 'http://127.0.0.1:8080' },
        'expect-version': { type: 'string' },
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
const timeoutMs = Number(options['timeout-ms']);
if (!URL.canParse(options['base-url']) || !(timeoutMs > 0)) {
  console.error(USAGE);
  process.exit(2);
}

const results = await postDeployChecks({
  baseUrl: options['base-url'],
  expectVersion: options['expect-version'],
  timeoutMs,
});
for (const { name, ok, detail, duration_ms } of results) {
  console.log(
    options.json
      ? JSON.stringify({ name, ok, detail, duration_ms })
      : `${ok ? 'pass' : 'FAIL'}  ${name.padEnd(20)} ${String(duration_ms).padStart(5)} ms  ${detail}`,
  );
}
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
