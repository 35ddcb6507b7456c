import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests read the workspaces' sources, so that no build stands between an edit and its result. */
const source = {
  resolve: { conditions: ['jari-source'] },
  ssr: { resolve: { conditions: ['jari-source'], externalConditions: ['jari-source'] } },
};

export default defineConfig({
  test: {
    // Many tests wait for processes that are started, killed or silent; one worker a core would leave the cores idle.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        ...source,
        test: { name: 'contract', include: ['contract/test/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        ...source,
        test: { name: 'client', include: ['client/test/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        ...source,
        test: {
          name: 'server',
          include: ['server/test/**/*.test.ts'],
          exclude: ['server/test/acceptance/**'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        ...source,
        test: { name: 'rehearsal', include: ['rehearsal/test/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        ...source,
        test: {
          name: 'project',
          include: ['tools/**/*.test.ts'],
          exclude: ['tools/chaos/acceptance/**'],
          // A busy machine is no failure: the import rules alone read a thousand files.
          testTimeout: 60_000,
        },
      },
      'web/vitest.config.ts',
    ],
  },
});
