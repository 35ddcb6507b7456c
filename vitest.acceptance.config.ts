import { defineConfig } from 'vitest/config';

/**
 * The promises, checked from outside: against the built server as a process that is really killed.
 * One file at a time, because they measure time and would disturb each other.
 */
export default defineConfig({
  ssr: { resolve: { conditions: ['jari-source'], externalConditions: ['jari-source'] } },
  test: {
    name: 'acceptance',
    include: ['server/test/acceptance/**/*.test.ts', 'tools/chaos/acceptance/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
