import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const shop = join(root, 'examples', 'shop');
/** Without what is only about where it stands. */
const bare = (text: string) => text.replaceAll(/^\s+/gm, '').trim();

describe('the page for integrators', () => {
  it('shows code of the example shop, which is tested in a browser, and no other', () => {
    const page = readFileSync(join(root, 'docs', 'integrators.md'), 'utf8');
    const code = readdirSync(shop).map((name) => bare(readFileSync(join(shop, name), 'utf8')));
    const shown = [...page.matchAll(/```\w+\n(.*?)```/gs)].map(([, block = '']) => bare(block));
    expect(shown.length).toBeGreaterThan(5);
    expect(shown.filter((block) => !code.some((file) => file.includes(block)))).toEqual([]);
  });
});
