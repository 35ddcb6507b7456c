import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests read the workspaces' sources, so that no build stands between an edit and its result. */
const source = {
  resolve: { conditions: ['jari-source'] },
  ssr: { resolve: { conditions: ['jari-source'], externalConditions: ['jari-source'] } },
};

/**
 * Files share a worker's modules: loading them anew for each file took more than half of the processors' time. Each file
 * leaves clocks, globals and environment as it found them.
 */
const shared = { isolate: false };

/** What a test waits for comes later on a busy machine: a second, Vitest's own measure, is no limit there. */
const expectations = { poll: { timeout: 20_000 } };

export default defineConfig({
  test: {
    // Many tests wait for processes that are started, killed or silent; one worker a core would leave the cores idle.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        ...source,
        test: {
          name: 'contract',
          ...shared,
          include: ['contract/test/**/*.test.ts'],
          testTimeout: 60_000,
          expect: expectations,
        },
      },
      {
        ...source,
        test: {
          name: 'client',
          ...shared,
          include: ['client/test/**/*.test.ts'],
          testTimeout: 60_000,
          expect: expectations,
        },
      },
      {
        ...source,
        test: {
          name: 'server',
          ...shared,
          include: ['server/test/**/*.test.ts'],
          exclude: ['server/test/acceptance/**'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          expect: expectations,
        },
      },
      {
        ...source,
        test: {
          name: 'rehearsal',
          ...shared,
          include: ['rehearsal/test/**/*.test.ts'],
          testTimeout: 60_000,
          expect: expectations,
        },
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
