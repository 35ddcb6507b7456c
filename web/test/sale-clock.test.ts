import type { EventDetails } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SaleClock } from '#lib/sale/sale-clock.ts';
import { countdownParts, nextLookMs, saleAt, SPREAD_MS, type SaleMoment } from '#lib/sale/sale-times.ts';

const T = Date.parse('2030-05-05T10:00:00.000Z');
const iso = (ms: number) => new Date(ms).toISOString();

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function openPage({ chance = 0.5 } = {}) {
  let sleptMs = 0;
  const moments: SaleMoment[] = [];
  let asked = 0;
  const clock = new SaleClock({
    now: () => performance.now() + sleptMs,
    random: () => chance,
    ask: () => (asked += 1),
    onMoment: (moment) => moments.push(moment),
  });
  return {
    clock,
    get state() {
      return moments.at(-1)?.state;
    },
    get msLeft() {
      return moments.at(-1)?.msLeft;
    },
    get asked() {
      return asked;
    },
    sleepWithoutTimers: (ms: number) => (sleptMs += ms),
    told: (
      server: number,
      opensAt: number | null,
      closesAt: number | null = null,
      sale: EventDetails['sale'] = 'open',
    ) =>
      clock.told({
        sale,
        server_time: iso(server),
        sale_opens_at: opensAt === null ? null : iso(opensAt),
        sale_closes_at: closesAt === null ? null : iso(closesAt),
      }),
  };
}

describe('The sale on a page', () => {
  it('opens by itself on the moment, by the server’s time', () => {
    const page = openPage();
    page.told(T - 10_000, T);
    expect([page.state, page.msLeft]).toEqual(['before', 10_000]);
    vi.advanceTimersByTime(9_999);
    expect(page.state).toBe('before');
    vi.advanceTimersByTime(1);
    expect(page.state).toBe('open');
  });

  it('is paused when the server says so, asks often, and goes on when it is told', () => {
    const page = openPage();
    page.told(T, null, null, 'paused');
    expect(page.state).toBe('paused');
    vi.advanceTimersByTime(20_000);
    expect(page.asked).toBeGreaterThan(0);
    page.told(T + 20_000, null);
    expect(page.state).toBe('open');
  });

  it('does not open earlier for a device whose clock is wrong', () => {
    const page = openPage();
    page.told(T - 60_000, T);
    vi.setSystemTime(T + 86_400_000);
    vi.advanceTimersByTime(30_000);
    expect([page.state, page.msLeft]).toEqual(['before', 30_000]);
  });

  it('closes likewise', () => {
    const page = openPage();
    page.told(T, T - 1, T + 5_000);
    expect(page.state).toBe('open');
    vi.advanceTimersByTime(5_000);
    expect([page.state, page.msLeft]).toEqual(['closed', null]);
  });

  it('follows the organiser, who opens later, earlier, or closes', () => {
    const page = openPage();
    page.told(T, T + 5_000);
    page.told(T, T + 50_000);
    vi.advanceTimersByTime(6_000);
    expect(page.state).toBe('before');
    page.told(T + 6_000, T + 6_000);
    expect(page.state).toBe('open');
    page.told(T + 6_000, null, T + 6_000);
    expect(page.state).toBe('closed');
  });

  it('asks the server soon after the moment, everybody at another time, and never in the rush itself', () => {
    for (const chance of [0, 0.999]) {
      const page = openPage({ chance });
      page.told(T - 10_000, T);
      vi.advanceTimersByTime(10_000);
      const before = page.asked;
      vi.advanceTimersByTime(199);
      expect(page.asked).toBe(before);
      vi.advanceTimersByTime(SPREAD_MS + 2);
      expect(page.asked).toBe(before + 1);
      page.clock.stop();
    }
  });

  it('asks now and then while it is not open, so that a moved opening shows', () => {
    const page = openPage();
    page.told(T - 3_600_000, T);
    vi.advanceTimersByTime(10 * 60_000);
    // The first is the check of the state itself; then about twice a minute.
    expect(page.asked).toBeGreaterThanOrEqual(15);
    expect(page.asked).toBeLessThanOrEqual(25);
  });

  it('asks at once when it has reason to doubt, as after a sleep that stopped its clock', () => {
    const page = openPage();
    page.told(T - 3_600_000, T);
    vi.advanceTimersByTime(10_000);
    const before = page.asked;
    page.clock.doubt();
    vi.advanceTimersByTime(1_000);
    expect(page.asked).toBe(before + 1);
    page.sleepWithoutTimers(4_000_000);
    vi.advanceTimersByTime(300);
    expect(page.state).toBe('open');
  });

  it('asks nothing any more once it is left', () => {
    const page = openPage();
    page.told(T - 10_000, T);
    page.clock.stop();
    page.clock.doubt();
    vi.advanceTimersByTime(600_000);
    expect([page.asked, page.state]).toEqual([0, 'before']);
  });
});

describe('The times of a sale', () => {
  it('are always open without an opening and a closing', () => {
    expect(saleAt({ opensAt: null, closesAt: null }, T)).toEqual({ state: 'open', msLeft: null });
  });

  it('belong to the later state on the very moment', () => {
    expect(saleAt({ opensAt: T, closesAt: null }, T).state).toBe('open');
    expect(saleAt({ opensAt: T, closesAt: T + 1 }, T + 1).state).toBe('closed');
    const paused = { opensAt: T, closesAt: T + 2, isPaused: true };
    expect([T - 1, T, T + 2].map((now) => saleAt(paused, now).state)).toEqual(['before', 'paused', 'closed']);
    expect(saleAt({ opensAt: T + 9, closesAt: T }, T + 1).state).toBe('closed');
  });

  it('never let a page ask in the second before the moment', () => {
    for (const chance of [0, 0.25, 0.5, 0.99]) {
      for (let msLeft = 0; msLeft < 60_000; msLeft += 500) {
        const look = nextLookMs({ state: 'before', msLeft }, chance);
        expect(look < msLeft && look > msLeft - 1_000).toBe(false);
      }
    }
  });

  it('count down to nothing only when it is over', () => {
    expect(countdownParts(1)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 1 });
    expect(countdownParts(0)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 0 });
    expect(countdownParts(2 * 86_400_000 + 3_661_000)).toEqual({ days: 2, hours: 1, minutes: 1, seconds: 1 });
  });
});
