import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { guardedLookup } from '../../src/adapters/https/guarded-lookup.ts';
import { isPublicAddress } from '../../src/adapters/https/public-address.ts';

const PUBLIC = { address: '8.8.8.8', family: 4 };
const PUBLIC_TOO = { address: '2606:4700::1111', family: 6 };
const INNER = { address: '10.0.0.1', family: 4 };
const OWN = { address: '::1', family: 6 };

/** What is looked up when a name stands for these addresses; of all of them or, as older callers ask, of one. */
async function found(addresses: LookupAddress[], all: boolean) {
  const lookup = guardedLookup(isPublicAddress, (_name, _options, done) => done(null, addresses));
  return new Promise((resolve) => {
    lookup('shop.example', { all }, (error, address, family) => resolve(error?.message ?? [address, family]));
  });
}

describe('the addresses of a name that an organiser has given', () => {
  it.each([
    ['behind a public one', [PUBLIC, INNER, OWN], [PUBLIC]],
    ['before one', [OWN, INNER, PUBLIC_TOO], [PUBLIC_TOO]],
    ['between some', [PUBLIC, INNER, PUBLIC_TOO], [PUBLIC, PUBLIC_TOO]],
  ])('are asked but for the inner ones, %s', async (_, addresses, allowed) => {
    const [first] = allowed;
    expect(await found(addresses, true)).toEqual([allowed, undefined]);
    expect(await found(addresses, false)).toEqual([first?.address, first?.family]);
  });

  it.each([true, false])('are refused when none is public (asked for all: %s)', async (all) => {
    for (const addresses of [[INNER, OWN], []]) {
      expect(await found(addresses, all)).toBe('the address is not one of the public internet');
    }
  });

  it('are none when the name is not known', async () => {
    const lookup = guardedLookup(isPublicAddress, (_name, _options, done) =>
      done(Object.assign(new Error('who?'), { code: 'ENOTFOUND' }), []),
    );
    const error = await new Promise((resolve) => {
      lookup('nobody.example', { all: true }, (why) => resolve(why));
    });
    expect(error).toMatchObject({ code: 'ENOTFOUND' });
  });
});
