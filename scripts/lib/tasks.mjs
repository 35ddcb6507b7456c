import { inRoot, root, toolFile } from './paths.mjs';

/**
 * What the checks consist of, in one place: `npm run typecheck` and `npm test` run the same commands.
 *
 * @typedef {{ name: string, file: string, args: string[], cwd?: string }} Command
 */

/** SvelteKit's own types must exist before TypeScript or ESLint can read the web app. */
const syncWeb = () => ({
  name: 'svelte-kit sync',
  file: toolFile('web', '@sveltejs/kit', 'svelte-kit'),
  args: ['sync'],
  cwd: inRoot('web'),
});

/** @returns {Command[]} */
const typecheck = () => [
  syncWeb(),
  ...[
    '.',
    'contract',
    'client',
    'server',
    'rehearsal',
    'tools',
    'tools/demo',
    'examples',
    'gateway',
    'web/src/service-worker',
  ].map((folder) => ({
    name: `tsc ${folder}`,
    // TypeScript 7, in a quarter of the time. 6 builds, and lends its API to the tools that read the web app.
    file: toolFile('', 'typescript-native', 'tsc'),
    args: ['--noEmit', '-p', folder],
  })),
  {
    name: 'svelte-check web',
    file: toolFile('web', 'svelte-check'),
    args: ['--tsconfig', './tsconfig.json', '--fail-on-warnings'],
    cwd: inRoot('web'),
  },
];

/** @returns {Command[]} */
const lint = () => [
  syncWeb(),
  { name: 'prettier', file: toolFile('', 'prettier'), args: ['--check', '--log-level', 'warn', '.'] },
  { name: 'oxlint', file: toolFile('', 'oxlint'), args: ['--type-aware', '--deny-warnings'] },
  { name: 'eslint', file: toolFile('', 'eslint'), args: ['--max-warnings', '0', '.'] },
];

/** @type {Record<string, () => Command[]>} */
export const checks = { typecheck, lint };

/** @param {Command} command */
export const workingFolder = (command) => command.cwd ?? root;
