import { describe, expect, test } from 'vitest';
import { brokenRules, circlesOf, importsOf, readsEnvironment } from './support/imports.ts';
import { importTable } from './support/import-table.ts';
import { filesEndingIn } from './support/source-files.ts';

const sources = filesEndingIn('.ts', '.js', '.mjs', '.svelte');

/** A made-up file that imports one thing. */
const importing = (path: string, specifier: string) => ({
  path,
  text: `import { anything } from '${specifier}';`,
});

describe('imports point in one direction', () => {
  test('every file imports only what its row of the table names', () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(brokenRules(sources, importTable)).toEqual([]);
  });

  test('the table itself has no circle', () => {
    expect(circlesOf(importTable)).toEqual([]);
    const [there, andBack] = [
      { of: 'a', from: ['b/x.ts'], packages: [] },
      { of: 'b', from: ['a'], packages: [] },
    ];
    expect(circlesOf([there, andBack])).toContain('a → b → a');
  });

  test.each([
    ['contract/src/seats.ts', 'fastify'],
    ['contract/src/seats.ts', 'node:crypto'],
    ['contract/src/seats.ts', '../../server/src/domain/seat.ts'],
    ['server/src/domain/seat.ts', 'node:crypto'],
    ['server/src/domain/seat.ts', 'typebox'],
    ['server/src/domain/seat.ts', '../ports/clock.ts'],
    ['server/src/ports/ledger.ts', 'pg'],
    ['server/src/ports/ledger.ts', '../adapters/postgres/ledger.ts'],
    ['server/src/box-office/box-office.ts', '../adapters/memory/change-bus.ts'],
    ['server/src/box-office/box-office.ts', '../http/problem.ts'],
    ['server/src/box-office/box-office.ts', 'fastify'],
    ['server/src/adapters/redis/change-bus.ts', '../postgres/ledger.ts'],
    ['server/src/adapters/redis/change-bus.ts', '../../box-office/box-office.ts'],
    ['server/src/adapters/memory/change-bus.ts', 'ioredis'],
    ['server/src/http/seats/routes.ts', '../../adapters/postgres/ledger.ts'],
    ['server/src/http/seats/routes.ts', '../../composition.ts'],
    ['server/src/http/seats/routes.ts', 'pg'],
    ['server/src/http/seats/routes.ts', '../../domain/decide.ts'],
    ['server/src/realtime/fan-out.ts', '../http/problem.ts'],
    ['server/src/app.ts', './adapters/memory/change-bus.ts'],
    ['server/src/app.ts', './composition.ts'],
    ['server/src/config.ts', './adapters/postgres/pool.ts'],
    ['server/src/main.ts', './adapters/postgres/pool.ts'],
    ['server/src/migrate.ts', './composition.ts'],
    ['web/src/lib/api/jari.ts', '../../../../server/src/http/problem.ts'],
    ['web/src/lib/api/jari.ts', '@jari/server'],
    ['web/src/lib/api/jari.ts', 'node:fs'],
    ['web/e2e/hall.spec.ts', '../../server/src/main.ts'],
    ['tools/bench/main.ts', '../../server/src/http/problem.ts'],
    ['scripts/start.mjs', 'vite'],
    ['somewhere/else.ts', 'node:fs'],
  ])('the rule that %s may not import %s can fail', (path, specifier) => {
    expect(brokenRules([importing(path, specifier)], importTable)).toHaveLength(1);
  });

  test.each([
    ['server/src/domain/seat.ts', '@jari/contract/reasons'],
    ['server/src/composition.ts', './adapters/redis/change-bus.ts'],
    ['web/src/routes/+page.svelte.ts', '#lib/api/jari.ts'],
  ])('%s may import %s', (path, specifier) => {
    expect(brokenRules([importing(path, specifier)], importTable)).toEqual([]);
  });

  test('all ways to import are seen, also those of components', () => {
    const code = `import type { A } from 'a'; export * from 'b'; const c = await import('c'); import 'd';`;
    expect(importsOf({ path: 'x.ts', text: code })).toEqual(['a', 'b', 'c', 'd']);
    const component = `<script module>${code}</script><script lang="ts">import e from 'e';</script><p>import</p>`;
    expect(importsOf({ path: 'x.svelte', text: component })).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});

describe('config.ts is the only reader of the environment', () => {
  // main.ts hands the whole of it over, unread.
  const handedOver = 'readConfig(process.env)';

  test('in the server', () => {
    const readers = sources
      .filter(({ path }) => path.startsWith('server/src/') && path !== 'server/src/config.ts')
      .map(({ path, text }) => ({ path, text: text.replace(handedOver, 'readConfig()') }))
      .filter(readsEnvironment);
    expect(readers.map(({ path }) => path)).toEqual([]);
  });

  test.each([
    'const { PORT } = process.env;',
    "f(process.env['PORT'])",
    "import { env } from 'node:process';",
  ])('and %s would be noticed', (text) => {
    expect(readsEnvironment({ path: 'x.ts', text })).toBe(true);
  });

  test('while a comment about process.env is not', () => {
    expect(readsEnvironment({ path: 'x.ts', text: '// process.env\nconst x = "process.env";' })).toBe(false);
  });
});
