import { describe, expect, it } from 'vitest';
import { AppendPace } from '../../src/box-office/append-pace.ts';

describe('the pace of appends', () => {
  it('lets what one append can take wait for nothing', () => {
    const pace = new AppendPace(500);
    for (let i = 1; i <= 10; i++) pace.note(80, i * 1_000, 0);
    expect(pace.waitMs(499, 0)).toBe(0);
    expect(pace.waitMs(1_100, 0)).toBeCloseTo(160, 0);
  });

  it('is what passes between two batches while commands wait, whatever an append takes by itself', () => {
    const pace = new AppendPace(500);
    for (let i = 1; i <= 12; i++) pace.note(20, i * 300, 900);
    expect(pace.waitMs(500, 0)).toBeCloseTo(300, 0);
  });

  it('does not count the time in which nobody waited, also when many do after it', () => {
    const pace = new AppendPace(500);
    for (let i = 1; i <= 10; i++) pace.note(20, i * 300, 0);
    pace.note(20, 3_600_000, 900);
    expect(pace.waitMs(500, 0)).toBeCloseTo(20, 0);
    // From here on they do, up to the batch with which the queue ends.
    for (let i = 1; i <= 12; i++) pace.note(20, 3_600_000 + i * 300, i < 12 ? 900 : 0);
    expect(pace.waitMs(500, 0)).toBeCloseTo(300, 0);
    pace.note(300, 7_200_000, 0);
    expect(pace.waitMs(500, 0)).toBeCloseTo(300, 0);
  });

  it('is no shorter than what the first of many has waited already, and does not heed a few', () => {
    const pace = new AppendPace(500);
    expect(pace.waitMs(64, 700)).toBe(700);
    expect(pace.waitMs(63, 700)).toBe(0);
  });
});
