import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import path from 'path';

/** Starts one portal for all stories; returns what ends it. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  // A running portal can be named instead, to look at one story quickly.
  if (process.env.PORTAL_URL) return async () => {};

  const { freePort, startBackend, stop, waitUntilReady } = await import(
    '../scripts/lib.mjs'
  );
  const port = await freePort();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'companyos-e2e-'));
  const child = startBackend({
    port,
    dataDir,
    logFile: path.resolve(__dirname, '../.reports/e2e-portal.log'),
  });
  const ready = await waitUntilReady({
    port,
    timeoutMs: 120_000,
    isOver: () => child.exitCode !== null,
  });
  if (!ready) {
    throw new Error('The portal did not start; see .reports/e2e-portal.log');
  }
  process.env.PORTAL_URL = `http://localhost:${port}`;
  process.env.PORTAL_DATA_DIR = dataDir;
  return async () => {
    await stop(child);
    rmSync(dataDir, { recursive: true, force: true });
  };
}
