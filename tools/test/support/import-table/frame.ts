import { contract, rig } from './places.ts';
import type { Row } from './row.ts';

/** The gateway's tests, and the frame around the workspaces. */
export const frameRows: readonly Row[] = [
  { of: 'gateway/t', from: ['tools/stack', contract, rig], packages: 'any' },
  // What gateway and servers sign alike is compared with the servers' own.
  {
    of: 'gateway/t/proof-of-work.test.ts',
    from: ['gateway/t', 'server/src/http/admission', contract],
    packages: 'any',
  },
  // What gateway and servers let other sites send and read is compared likewise.
  {
    of: 'gateway/t/answers.test.ts',
    from: ['gateway/t', 'server/src/http/plugins', contract],
    packages: 'any',
  },
  { of: 'gateway/vitest.config.ts', from: [], packages: ['vitest'] },

  // The frame around the workspaces.
  { of: 'scripts', from: [], packages: ['node:'] },
  { of: 'playwright.config.ts', from: ['scripts/lib'], packages: ['node:', '@playwright/test'] },
  { of: 'vitest*.config.ts', from: [], packages: ['node:', 'vitest'] },
  { of: 'eslint.config.js', from: [], packages: 'any' },
];
