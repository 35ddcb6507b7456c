import { spawnSync } from 'node:child_process';
import { ESLint, type Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import { toolFile } from '../../scripts/lib/paths.mjs';
import { filesEndingIn, root } from './support/source-files.ts';

const eslint = new ESLint({ cwd: root });

/** What Oxlint says of itself: its configuration, or the files that it reads. */
function askOxlint(question: string): string {
  const { stdout, stderr } = spawnSync(process.execPath, [toolFile('', 'oxlint'), question], {
    cwd: root,
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  return stdout;
}

/** The rules for TypeScript that ESLint follows in a file, by the names that both linters have for them. */
async function eslintRulesFor(path: string): Promise<readonly string[]> {
  // What ESLint returns is declared as `any`.
  const { rules = {} } = (await eslint.calculateConfigForFile(`${root}/${path}`)) as Linter.Config;
  return Object.entries(rules)
    .filter(([name, setting]) => !name.startsWith('svelte/') && Array.isArray(setting) && setting[0] !== 0)
    .map(([name]) => name.replace('@typescript-eslint/', ''))
    .sort();
}

describe('the linters', () => {
  it('leave no source to nobody, whatever its folder', async () => {
    const byOxlint = new Set(askOxlint('--debug=files').trim().split('\n'));
    const unread: string[] = [];
    for (const { path } of filesEndingIn('.ts', '.js', '.mjs', '.svelte')) {
      if (!byOxlint.has(path) && (await eslint.isPathIgnored(`${root}/${path}`))) unread.push(path);
    }
    expect(unread).toEqual([]);
    expect(byOxlint.size).toBeGreaterThan(1_000);
  });

  it('hold TypeScript to the same rules, those that typescript-eslint recommends among them', async () => {
    const { rules } = JSON.parse(askOxlint('--print-config')) as { readonly rules: Record<string, unknown> };
    const ofOxlint = Object.keys(rules).map((name) => name.replace('typescript/', ''));
    expect(ofOxlint.sort()).toEqual(await eslintRulesFor('web/src/lib/any.ts'));
  });
});
