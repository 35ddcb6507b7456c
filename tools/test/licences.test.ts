import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLicences, shippedLicences, toolLicences } from './support/licences.ts';
import { root } from './support/source-files.ts';

interface Locked {
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, Locked>>;
};
const others = Object.entries(packages).flatMap(([path, locked]) => {
  const name = path.split('node_modules/').at(-1) ?? '';
  if (!path.includes('node_modules/') || locked.link === true) return [];
  return [{ name, licence: locked.license ?? readLicences[name] ?? 'none', isTool: locked.dev === true }];
});

describe('the licences of others', () => {
  it('all are ones that we may give away with ours, or of tools that we do not give away', () => {
    const refused = others.filter(
      ({ licence, isTool }) => !(licence in shippedLicences) && !(isTool && licence in toolLicences),
    );
    expect(refused).toEqual([]);
    expect(others.length).toBeGreaterThan(100);
  });

  it('are listed as long as somebody has them', () => {
    const used = new Set(others.map(({ licence }) => licence));
    expect(Object.keys({ ...shippedLicences, ...toolLicences }).filter((one) => !used.has(one))).toEqual([]);
    const names = new Set(others.map(({ name }) => name));
    expect(Object.keys(readLicences).filter((name) => !names.has(name))).toEqual([]);
  });
});
