import { defineConfig } from '@playwright/test';
import { findChromium } from './tests/support/findChromium.ts';

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  // One browser and one server for all stories: they are quick, starting is not.
  workers: 1,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  // Generous, because this runs beside other work; passing takes a tenth of it.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: findChromium() },
    screenshot: 'only-on-failure',
  },
});
