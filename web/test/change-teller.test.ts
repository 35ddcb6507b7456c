import type { SeatChange } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChangeTeller } from '#lib/hall/change-teller.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const change = (
  cause: SeatChange['cause'],
  state: SeatChange['state'],
  ...seat_ids: number[]
): SeatChange => ({
  ...{ sequence: 1, cause, state, seat_ids },
});

function teller() {
  const mine = new Set<number>();
  const said: { taken: string[]; freed: string[] }[] = [];
  const telling = new ChangeTeller({
    isMine: (id) => mine.has(id),
    label: (id) => `A${id}`,
    say: (news) => said.push(news),
  });
  return { telling, mine, said };
}

describe('What a screen reader hears of others’ seats', () => {
  it('is gathered, the last word of each seat, and of four each way at most', () => {
    const { telling, said } = teller();
    telling.note(change('held', 'held', 1, 2, 3, 4, 5));
    telling.note(change('released', 'available', 1));
    vi.advanceTimersByTime(2_400);
    expect(said).toEqual([]);
    vi.advanceTimersByTime(200);
    expect(said).toEqual([{ taken: ['A2', 'A3', 'A4', 'A5'], freed: ['A1'] }]);
  });

  it('says nothing of a seat that turns out to be mine before it is said', () => {
    const { telling, mine, said } = teller();
    telling.note(change('held', 'held', 1));
    telling.note(change('held', 'held', 2));
    mine.add(1);
    vi.advanceTimersByTime(3_000);
    expect(said).toEqual([{ taken: ['A2'], freed: [] }]);
    telling.note(change('released', 'available', 1));
    vi.advanceTimersByTime(3_000);
    expect(said).toHaveLength(1);
  });

  it('is never that a seat is free that somebody has again, or that was blocked', () => {
    const { telling, said } = teller();
    telling.note(change('released', 'available', 1, 2, 3, 4));
    telling.note(change('reserved', 'reserved', 1));
    telling.note(change('held', 'held', 2));
    telling.note(change('blocked', 'blocked', 3));
    vi.advanceTimersByTime(3_000);
    expect(said).toEqual([{ taken: ['A1', 'A2'], freed: ['A4'] }]);
  });

  it('says nothing of what is no news, and nothing any more once it is stopped', () => {
    const { telling, said } = teller();
    telling.note(change('extended', 'held', 1));
    telling.note(change('reserved', 'reserved', 1));
    telling.note(change('blocked', 'blocked', 2));
    vi.advanceTimersByTime(3_000);
    telling.note(change('held', 'held', 1));
    telling.stop();
    vi.advanceTimersByTime(3_000);
    expect(said).toEqual([]);
  });
});
