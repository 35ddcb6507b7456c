import type { ConsoleSeats, SeatChange } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Holders } from '#lib/admin/hall/holders.svelte.ts';
import { LiveHall } from '#lib/admin/hall/live-hall.svelte.ts';
import { reservationsAmong, SeatHolders } from '#lib/admin/hall/seat-holders.ts';
import { FakeServer, later, type Said } from './support/fake-server.ts';

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

describe('who has the seats that are looked at', () => {
  let server: FakeServer;
  let happens: (...changes: SeatChange[]) => void;
  let holders: Holders;
  beforeEach(() => {
    vi.useFakeTimers();
    server = new FakeServer().on(/seats$/, () => [200, seats]);
    const hall = new LiveHall('evening');
    vi.spyOn(hall, 'onChanges').mockImplementation((listener) => {
      happens = (...changes) => listener(changes);
      return () => undefined;
    });
    holders = new Holders(hall);
  });
  afterEach(() => {
    holders.stop();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  const answersOnce = () => {
    const answer = later<Said>();
    server.on(/seats$/, () => answer.promise);
    return answer;
  };

  it('is asked for when seats are looked at, and again only once one of them has changed', async () => {
    holders.lookAt([4]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect([holders.isCurrent([4]), holders.known?.of(4)]).toMatchObject([true, { id: 'evening.3' }]);
    happens(change(10, 1));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(server.asked).toHaveLength(1);
    server.on(/seats$/, () => [200, { ...seats, sequence: 11, reservations: [] }]);
    happens(change(11, 4));
    expect(holders.isCurrent([4])).toBe(false);
    await vi.advanceTimersByTimeAsync(5_000);
    expect([holders.isCurrent([4]), holders.known?.of(4)]).toEqual([true, undefined]);
  });

  it('is nothing to act on where it could not be asked for anew', async () => {
    holders.lookAt([4]);
    await vi.advanceTimersByTimeAsync(0);
    happens(change(10, 4));
    server.on(/seats$/, () => 'lost');
    expect(await holders.ensure([4])).toBeUndefined();
    server.on(/seats$/, () => [200, { ...seats, sequence: 10 }]);
    expect((await holders.ensure([4]))?.of(4)).toMatchObject({ id: 'evening.3' });
  });

  it('is not known by an answer from before a change, the first as little as a later one', async () => {
    for (const sequence of [10, 11]) {
      const answer = answersOnce();
      happens(change(sequence - 1, 4));
      holders.lookAt([4]);
      await vi.advanceTimersByTimeAsync(2_000);
      happens(change(sequence, 4));
      answer.come([200, seats]);
      await vi.advanceTimersByTimeAsync(0);
      expect([sequence, holders.isCurrent([4]), holders.isCurrent([6])]).toEqual([sequence, false, true]);
      server.on(/seats$/, () => [200, { ...seats, sequence }]);
      await vi.advanceTimersByTimeAsync(2_000);
      expect(holders.isCurrent([4])).toBe(true);
    }
  });
});
