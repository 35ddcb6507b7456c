import { afterEach, expect, it, vi } from 'vitest';
import { newKey } from '../src/new-key.ts';

const real = crypto;
/** What a page has that came by http from another machine. */
const bare = { getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => real.getRandomValues(bytes) };
afterEach(() => void vi.unstubAllGlobals());

it.each([
  ['https', real],
  ['http', bare],
])('a new key is another one each time, on a page that came by %s', (_, given) => {
  vi.stubGlobal('crypto', given);
  const keys = Array.from({ length: 100 }, () => newKey());
  expect(new Set(keys).size).toBe(100);
  expect(keys.every((key) => /^[0-9a-f-]{32,36}$/.test(key))).toBe(true);
});
