import { defineConfig } from 'vitest/config';

/** The gateway as it runs: a real nginx with Lua, a real Redis, and behind it an echo or the real servers. */
export default defineConfig({
  resolve: { conditions: ['jari-source'] },
  ssr: { resolve: { conditions: ['jari-source'], externalConditions: ['jari-source'] } },
  test: {
    name: 'gateway',
    root: import.meta.dirname,
    include: ['t/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Each file starts its own programs; more at a time would only wait for each other.
    maxWorkers: 2,
  },
});
