import { defineConfig } from '@playwright/test';
import path from 'path';

const reports = path.resolve(__dirname, '../.reports');

/**
 * Browser stories against a real portal with a state folder of its own
 * (see globalSetup.ts). Two files at a time, which leave each other's services alone; the
 * stories of one file run one after the other.
 */
export default defineConfig({
  testDir: __dirname,
  testMatch: '*.story.ts',
  globalSetup: './globalSetup.ts',
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json']],
  outputDir: path.join(reports, 'e2e'),
  use: {
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
