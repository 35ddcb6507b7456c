import type { SeatChange } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChangeTeller } from '../src/lib/hall/change-teller.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function aTeller(mine: readonly number[] = []) {
  const said: { taken: string[]; freed: string[] }[] = [];
  const teller = new ChangeTeller({
    isMine: (seatId) => mine.includes(seatId),
    label: (seatId) => `A${seatId}`,
    say: (news) => said.push(news),
  });
  const note = (cause: SeatChange['cause'], state: SeatChange['state'], ...seat_ids: number[]) =>
    teller.note({ sequence: 1, cause, state, seat_ids });
  return { said, teller, note };
}

describe('what a screen reader hears of others', () => {
  it('is which seats they took and gave back, gathered over a short while', () => {
    const { said, note } = aTeller();
    note('held', 'held', 3);
    vi.advanceTimersByTime(2_000);
    note('released', 'available', 5);
    expect(said).toEqual([]);
    vi.advanceTimersByTime(500);
    expect(said).toEqual([{ taken: ['A3'], freed: ['A5'] }]);
    vi.advanceTimersByTime(60_000);
    expect(said).toHaveLength(1);
  });

  it('is nothing of one’s own seats, of longer holds, of what was taken before, or after leaving', () => {
    const { said, teller, note } = aTeller([7]);
    note('held', 'held', 7);
    note('extended', 'held', 3);
    note('blocked', 'blocked', 4);
    note('reserved', 'reserved', 5);
    vi.advanceTimersByTime(2_500);
    expect(said).toEqual([]);
    note('held', 'held', 3);
    teller.stop();
    vi.advanceTimersByTime(2_500);
    expect(said).toEqual([]);
  });

  it('is the last of what became of a seat, and of many a few', () => {
    const { said, note } = aTeller();
    note('held', 'held', 1, 2, 3, 4, 5, 6);
    note('released', 'available', 1);
    note('held', 'held', 2);
    note('reserved', 'reserved', 2);
    vi.advanceTimersByTime(2_500);
    expect(said).toEqual([{ taken: ['A2', 'A3', 'A4', 'A5'], freed: ['A1'] }]);
  });
});
