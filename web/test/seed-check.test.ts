import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isSeedOf } from '#lib/waiting/seed-check.ts';

afterEach(() => void vi.unstubAllGlobals());

const fingerprint = (seed: string) => createHash('sha256').update(seed).digest('hex');

describe('The seed of a fair order', () => {
  it('fits its own fingerprint, whatever bytes are in that, and no other', async () => {
    const seeds = Array.from({ length: 50 }, (_, i) => `seed ${i} 씨앗`);
    expect(seeds.map(fingerprint).some((hash) => hash.startsWith('0'))).toBe(true);
    for (const seed of seeds) {
      expect(await isSeedOf(seed, fingerprint(seed)), seed).toBe(true);
      expect(await isSeedOf(`${seed}!`, fingerprint(seed)), seed).toBe(false);
    }
  });

  it('cannot be checked on a page without https', async () => {
    vi.stubGlobal('crypto', {});
    expect(await isSeedOf('seed', fingerprint('seed'))).toBeUndefined();
  });
});
