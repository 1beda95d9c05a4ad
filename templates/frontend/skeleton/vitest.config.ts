import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  test: {
    restoreMocks: true,
    testTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
    coverage: {
      provider: 'v8',
      include: ['config/**/*.ts', 'server/**/*.ts', 'src/**/*.{ts,tsx}'],
      exclude: [
        // Made from api/openapi.yaml.
        'src/api/generated/**',
        '**/*.stories.tsx',
        // The entry points: the smoke test runs one in a process, the browser tests the other in a browser.
        'server/main.ts',
        'src/main.tsx',
      ],
      reporter: ['text-summary', 'lcov', 'json-summary'],
      thresholds: { lines: 80, functions: 80, branches: 80, statements: 80 },
    },
    projects: [
      { extends: true, test: { name: 'unit', include: ['tests/unit/**/*.test.ts'] } },
      { extends: true, test: { name: 'server', include: ['tests/server/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'component',
          include: ['tests/component/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          environmentOptions: { jsdom: { url: 'http://app.test/' } },
          setupFiles: ['tests/support/setUpBrowser.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'smoke', include: ['tests/smoke/**/*.test.ts'], testTimeout: 60_000 },
      },
    ],
  },
});
