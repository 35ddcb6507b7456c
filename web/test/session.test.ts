import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

const meet = async (isNew: boolean) => {
  const body = JSON.stringify({ user: 'session:ann', source: 'session', is_new: isNew });
  vi.stubGlobal('fetch', () =>
    Promise.resolve(new Response(body, { headers: { 'content-type': 'application/json' } })),
  );
  vi.stubGlobal('localStorage', {
    getItem: () => null,
    setItem: () => undefined,
    removeItem: () => undefined,
  });
  return import('#lib/api/session.ts');
};

describe('a visitor whom the server has just met', () => {
  it('has nothing to ask for, but only at first: who comes back to a hall may have reserved meanwhile', async () => {
    const { isNewcomer } = await meet(true);
    const told = [await isNewcomer(), await isNewcomer(), await isNewcomer()];
    expect(told).toEqual([true, false, false]);
  });
});

describe('a visitor whom the server knows', () => {
  it('asks for what is theirs', async () => {
    const { isNewcomer } = await meet(false);
    expect(await isNewcomer()).toBe(false);
  });
});
