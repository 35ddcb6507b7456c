import { defineConfig } from 'vitest/config';

/** Only logic that needs no browser is tested here; what needs one is tested end to end. */
export default defineConfig({
  resolve: { conditions: ['jari-source'] },
  ssr: { resolve: { conditions: ['jari-source'], externalConditions: ['jari-source'] } },
  test: { name: 'web', environment: 'node', include: ['test/**/*.test.ts'], testTimeout: 60_000 },
});
