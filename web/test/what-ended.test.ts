import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { whatEnded } from '#lib/hall/what-ended.ts';
import { FakeServer, refusal } from './support/fake-server.ts';

let server: FakeServer;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  vi.advanceTimersByTime(100_000);
  server = new FakeServer().on(/GET \/me$/, () => [
    200,
    { user: 'session:ann', source: 'session', is_new: false },
  ]);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const taken = (...seat_ids: number[]) => takenAfter(0, ...seat_ids);
/** The answer is so long on its way. */
const takenAfter = (onItsWayMs: number, ...seat_ids: number[]) =>
  server.on(/GET .*\/hold\/ended$/, () => {
    vi.advanceTimersByTime(onItsWayMs);
    return [
      200,
      {
        ...{ event: 'gala', seat_ids, ended_at: '2030-01-01T10:00:00.000Z', ended_ms_ago: 10_000 },
        reason: 'The balcony is closed.',
      },
    ];
  });

describe('Who loses seats to an organiser', () => {
  it('is told so in the organiser’s words, whether it was all of them or one', async () => {
    for (const ids of [[1, 2, 3, 4], [2], [4, 5, 6]]) {
      taken(...ids);
      const told = await whatEnded('gala', [1, 2, 3, 4]);
      expect(told?.('A1, A2'), ids.join(' ')).toMatch(/A1, A2.*The balcony is closed$/);
    }
  });

  it('is not told of other seats, nor of what was taken before these were held', async () => {
    taken(5, 6);
    expect(await whatEnded('gala', [1, 2])).toBeUndefined();
    taken(1, 2);
    expect(await whatEnded('gala', [1, 2], performance.now() - 5_000)).toBeUndefined();
    expect(await whatEnded('gala', [1, 2], performance.now() - 15_000)).toBeDefined();
  });

  it('is told so however long the answer was on its way, also where they had been held for a moment only', async () => {
    takenAfter(11_500, 1, 2);
    expect(await whatEnded('gala', [1, 2], performance.now())).toBeDefined();
    takenAfter(9_500, 1, 2);
    expect(await whatEnded('gala', [1, 2], performance.now())).toBeUndefined();
  });

  it('is told nothing where it was time, or nobody knows', async () => {
    server.on(/ended$/, () => [204]);
    expect(await whatEnded('gala', [1, 2])).toBeUndefined();
    server.on(/ended$/, () => [404, refusal('not_found')]);
    expect(await whatEnded('gala', [1, 2])).toBeUndefined();
  });
});
