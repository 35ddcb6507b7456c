import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StateTeller } from '../../src/adapters/redis/observer.ts';
import { countingObserver } from '../support/redis-observer.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function aConnection() {
  const { states, observer } = countingObserver();
  return { states, teller: new StateTeller('admission', observer) };
}
const HICCUP_MS = 4_999;
const LONG_MS = 60_000;

describe('a connection to Redis', () => {
  it('is down when it could not be made for longer than a hiccup lasts, and there as soon as it is', () => {
    const { states, teller } = aConnection();
    vi.advanceTimersByTime(HICCUP_MS);
    expect(states).toEqual(['connecting']);
    vi.advanceTimersByTime(1);
    expect(states).toEqual(['connecting', 'down']);
    teller.connected();
    expect(states).toEqual(['connecting', 'down', 'connected']);
  });

  it('stays there, however long, once it was made or found again in time', () => {
    const { states, teller } = aConnection();
    vi.advanceTimersByTime(HICCUP_MS);
    teller.connected();
    vi.advanceTimersByTime(LONG_MS);
    expect(states).toEqual(['connecting', 'connected']);
    teller.lost();
    vi.advanceTimersByTime(HICCUP_MS);
    teller.connected();
    vi.advanceTimersByTime(LONG_MS);
    expect(states).toEqual(['connecting', 'connected', 'reconnecting', 'connected']);
  });

  it('is lost once, also when each trial fails, and down so long after the first', () => {
    const { states, teller } = aConnection();
    teller.connected();
    teller.lost();
    vi.advanceTimersByTime(HICCUP_MS);
    teller.lost();
    vi.advanceTimersByTime(1);
    teller.lost();
    expect(states).toEqual(['connecting', 'connected', 'reconnecting', 'down']);
  });

  it('tells nothing any more when its end was wanted', () => {
    const { states, teller } = aConnection();
    teller.close();
    teller.lost();
    vi.advanceTimersByTime(LONG_MS);
    expect(states).toEqual(['connecting']);
    const other = aConnection();
    other.teller.connected();
    other.teller.close();
    other.teller.lost();
    vi.advanceTimersByTime(LONG_MS);
    expect(other.states).toEqual(['connecting', 'connected']);
  });
});
