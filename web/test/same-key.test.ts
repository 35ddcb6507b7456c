import { describe, expect, it } from 'vitest';
import { sameKey } from '#lib/app/same-key.ts';

describe('A request that may be sent again', () => {
  it('has the same key as long as it says the same', () => {
    let keys = 0;
    const keyOf = sameKey(() => `key-${++keys}`);
    expect(['a', 'a', 'b', 'b', 'a'].map(keyOf)).toEqual(['key-1', 'key-1', 'key-2', 'key-2', 'key-3']);
  });

  it('has a key of its own, and one also where it says nothing', () => {
    const [one, other] = [sameKey(), sameKey()];
    expect(one('')).not.toBe('');
    expect(one('')).not.toBe(other(''));
  });
});
