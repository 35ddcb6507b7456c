import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const config = read('server/src/config.ts');

/** What config.ts reads: the string that follows the environment in a call of one of its readers. */
const variables = [
  ...new Set([...config.matchAll(/\(\s*env,\s*'([A-Z][A-Z0-9_]*)'/g)].map((match) => match[1] ?? '')),
].concat([...config.matchAll(/\benv\['([A-Z0-9_]+)'\]/g)].map((match) => match[1] ?? ''));
/** Read by the web app's build instead. */
const ofTheBuild = ['VITE_API_BASE'];
/** What compose.yaml takes from `.env`, some of it for the gateway. */
const ofCompose = [...read('compose.yaml').matchAll(/\$\{([A-Z][A-Z0-9_]*)/g)].map((match) => match[1] ?? '');

/** The defaults that stand in the code as a number or a truth value. */
const defaults = new Map(
  [
    ...config.matchAll(
      /\b(?:number|integer|boolean)\(\s*env,\s*'([A-Z0-9_]+)',\s*(true|false|[\d._]+)\s*[,)]/g,
    ),
  ].map(([, name = '', value = '']): [string, string] => [name, value.replaceAll('_', '')]),
);

const example = new Map(
  [...read('.env.example').matchAll(/^([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(
    ([, name = '', value = '']): [string, string] => [name, value],
  ),
);

/** The rows of a README's table of settings, by variable. */
const rowsOf = (page: string) =>
  new Map(
    [...read(page).matchAll(/^\| `([A-Z][A-Z0-9_]*)` +\|(.*)\|$/gm)].map(
      ([, name = '', rest = '']): [string, string] => [name, rest],
    ),
  );

describe('the settings', () => {
  it('are found in the code', () => {
    expect(variables.length).toBeGreaterThan(15);
    expect(variables).toEqual(expect.arrayContaining(['PORT', 'DATABASE_URL', 'REDIS_PORT', 'LOG_LEVEL']));
    expect(defaults.get('FAILURE_RATE')).toBe('0.01');
  });

  it('are all in .env.example, and nothing else is', () => {
    const read = new Set([...variables, ...ofTheBuild, ...ofCompose]);
    expect([...example.keys()].sort()).toEqual([...read].sort());
  });

  it('have their real defaults in .env.example', () => {
    for (const [name, value] of defaults) expect(example.get(name), name).toBe(value);
  });

  it.each(['README.md', 'README.ko.md'])('are all in the table of %s, with their defaults', (page) => {
    const rows = rowsOf(page);
    for (const name of [...variables, ...ofTheBuild]) expect(rows.has(name), name).toBe(true);
    const read = new Set([...variables, ...ofTheBuild, ...ofCompose]);
    expect([...rows.keys()].filter((name) => !read.has(name))).toEqual([]);
    for (const [name, value] of defaults) expect(rows.get(name), name).toContain(`\`${value}\``);
  });
});
