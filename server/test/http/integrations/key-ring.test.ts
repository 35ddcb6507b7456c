import { describe, expect, it } from 'vitest';
import { KeyRing } from '../../../src/http/integrations/key-ring.ts';
import type { ApiKey } from '../../../src/ports/integrations.ts';

const keyOf = (name: string): ApiKey => ({
  ...{ keyId: `key-${name}`, name, digest: `digest-${name}`, ending: 'abcd' },
  ...{ scopes: ['events:read'], events: null, createdAt: 0, lastUsedAt: null, revokedAt: null },
});

function make() {
  const world = {
    nowMs: 1_000_000,
    keys: [keyOf('shop')] as readonly ApiKey[],
    reads: 0,
    used: [] as string[],
  };
  const store = {
    keepApiKey: () => Promise.resolve(),
    revokeApiKey: () => Promise.resolve(undefined),
    listApiKeys: () => {
      world.reads++;
      return Promise.resolve(world.keys);
    },
    noteApiKeyUsed: (keyId: string) => {
      world.used.push(keyId);
      return Promise.resolve();
    },
  };
  const ring = new KeyRing(
    store as never,
    () => world.nowMs,
    () => undefined,
  );
  const find = async (name: string) => (await ring.find(`digest-${name}`))?.name;
  return { world, ring, find };
}

describe('the ring of API keys of a server', () => {
  it('learns within two seconds that a key was revoked at another, and asks no more often', async () => {
    const { world, find } = make();
    expect(await find('shop')).toBe('shop');
    world.keys = [{ ...keyOf('shop'), revokedAt: 1 }];
    world.nowMs += 2_000;
    expect(await find('shop')).toBe('shop');
    expect(world.reads).toBe(1);
    world.nowMs += 1;
    expect(await find('shop')).toBeUndefined();
    expect(world.reads).toBe(2);
  });

  it('learns within half a second of a key that was made at another, however many guess', async () => {
    const { world, find } = make();
    await find('shop');
    world.keys = [...world.keys, keyOf('new')];
    world.nowMs += 500;
    for (let i = 0; i < 20; i++) expect(await find('new')).toBeUndefined();
    expect(world.reads).toBe(1);
    world.nowMs += 1;
    expect(await find('new')).toBe('new');
  });

  it('is read anew at once when a key was made or revoked here', async () => {
    const { world, ring, find } = make();
    await find('shop');
    world.keys = [];
    ring.forget();
    expect(await find('shop')).toBeUndefined();
  });

  it('believes nothing that was on its way while a key was revoked here', async () => {
    const { world, ring, find } = make();
    const asked = find('shop');
    world.keys = [];
    ring.forget();
    expect(await asked).toBeUndefined();
    expect(await find('shop')).toBeUndefined();
    expect(world.reads).toBe(2);
  });

  it('notes that a key was used once a minute', async () => {
    const { world, find } = make();
    for (const afterMs of [0, 1, 59_998, 1, 1]) {
      world.nowMs += afterMs;
      await find('shop');
    }
    expect(world.used).toEqual(['key-shop', 'key-shop']);
  });
});
