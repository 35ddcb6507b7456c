import { defineConfig } from 'vitest/config';
import { testsOf } from './targets.ts';

/** The tests that are asked about one part; the program names it. */
export default defineConfig({
  resolve: { conditions: ['jari-source'] },
  ssr: { resolve: { conditions: ['jari-source'], externalConditions: ['jari-source'] } },
  test: {
    include: [...testsOf(process.env['JARI_MUTATED_PART'] ?? '')],
    setupFiles: ['tools/mutation/fast-check.setup.ts'],
    // Nothing in them takes a second, unless a change made it wait for ever.
    testTimeout: 5_000,
    hookTimeout: 5_000,
    // The sources are pure or build what they need for each test; loading them for every file costs more than the tests.
    isolate: false,
  },
});
