import type { ConsoleSeats, SeatChange } from '@jari/contract';
import { describe, expect, it } from 'vitest';
import { reservationsAmong, SeatHolders } from '#lib/admin/hall/seat-holders.ts';

const seats: ConsoleSeats = {
  event: 'evening',
  epoch: 'a',
  position: 'a.9',
  sequence: 9,
  server_time: '2031-06-21T10:30:00Z',
  states: 'hharrrb',
  holds: [
    {
      user: 'aaaaaaaaaa',
      seat_ids: [1, 2],
      since: '2031-06-21T10:29:00Z',
      expires_at: '2031-06-21T10:31:00Z',
      expires_in_ms: 60_000,
      extensions_used: 1,
    },
  ],
  reservations: [
    { id: 'evening.3', user: 'bbbbbbbbbb', seat_ids: [4, 5], since: '2031-06-21T10:00:00Z', is_desk: false },
    { id: 'evening.5', user: 'cccccccccc', seat_ids: [6], since: null, is_desk: true },
  ],
};

function change(sequence: number, ...seatIds: number[]): SeatChange {
  return { sequence, cause: 'released', state: 'available', seat_ids: seatIds };
}

describe('who has which seat', () => {
  it('is known for held and reserved seats, with the hold’s time in the page’s own clock', () => {
    const holders = new SeatHolders(seats, 5_000);
    expect(holders.of(2)).toMatchObject({ is: 'hold', user: 'aaaaaaaaaa', endsAt: 65_000 });
    expect(holders.of(6)).toMatchObject({ is: 'reservation', id: 'evening.5', isDesk: true });
    expect(holders.of(3)).toBeUndefined();
  });

  it('gets old for the seats of later changes, and for no others', () => {
    const holders = new SeatHolders(seats, 0);
    holders.note([change(9, 4), change(10, 1, 2)]);
    expect(holders.knows([4, 5, 6])).toBe(true);
    expect(holders.knows([4, 2])).toBe(false);
  });

  it('gathers seats by reservation, with only those that are meant', () => {
    const found = reservationsAmong(new SeatHolders(seats, 0), [1, 3, 5, 6]);
    expect(found.map(({ reservation, seatIds }) => [reservation.id, seatIds])).toEqual([
      ['evening.3', [5]],
      ['evening.5', [6]],
    ]);
  });
});
