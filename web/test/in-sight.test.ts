import { describe, expect, it } from 'vitest';
import { InSight } from '#lib/door/in-sight.ts';

describe('A ticket before the camera', () => {
  it('is one guest for as long as it stays, however long that is', () => {
    const inSight = new InSight();
    expect(inSight.isNew('JARI1.a', 0)).toBe(true);
    for (let now = 200; now < 20_000; now += 200)
      expect(inSight.isNew('JARI1.a', now), String(now)).toBe(false);
  });

  it('counts again once it has been away, and another one at once', () => {
    const inSight = new InSight();
    const seen = [
      ['a', 1_000],
      ['b', 1_100],
      ['a', 1_200],
      ['a', 3_600],
      ['a', 6_200],
    ] as const;
    expect(seen.map(([text, now]) => inSight.isNew(text, now))).toEqual([true, true, false, false, true]);
  });

  it('is one guest also beside another one, where the camera reads now this, now that', () => {
    const inSight = new InSight();
    const seen = Array.from({ length: 100 }, (_, i) => inSight.isNew(i % 2 === 0 ? 'a' : 'b', i * 120));
    expect(seen.filter(Boolean)).toHaveLength(2);
    expect(inSight.isNew('a', 100 * 120 + 2_500)).toBe(true);
  });
});
