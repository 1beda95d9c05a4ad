import { defineConfig } from 'vitest/config';

/** The same start-up module the server uses, so tests run with real traces. */
const execArgv = ['--import', './src/telemetry/register.ts'];

export default defineConfig({
  test: {
    pool: 'forks',
    restoreMocks: true,
    // The in-process database takes seconds to start on a busy machine.
    hookTimeout: 60_000,
    testTimeout: 20_000,
    expect: { poll: { timeout: 10_000 } },
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      // The entry point and the start-up hook are executed by the smoke test in a process of their own.
      exclude: ['src/main.ts', 'src/telemetry/register.ts'],
      reporter: ['text-summary', 'lcov', 'json-summary'],
      thresholds: { lines: 80, functions: 80, branches: 80, statements: 80 },
    },
    projects: [
      { extends: true, test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], execArgv } },
      {
        extends: true,
        test: { name: 'contract', include: ['tests/contract/**/*.test.ts'], execArgv },
      },
      {
        extends: true,
        test: { name: 'integration', include: ['tests/integration/**/*.test.ts'], execArgv },
      },
      {
        extends: true,
        test: { name: 'smoke', include: ['tests/smoke/**/*.test.ts'], testTimeout: 60_000 },
      },
    ],
  },
});
