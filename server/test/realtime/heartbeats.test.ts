import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Heartbeats } from '../../src/realtime/heartbeats.ts';
import type { StreamClient } from '../../src/realtime/stream-client.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('heartbeats come once in an interval to everybody, and in no moment to more than a share', () => {
  let cut = 0;
  const heartbeats = new Heartbeats(15_000, () => cut++);
  const beats = Array.from({ length: 150 }, () => 0);
  let now = 0;
  beats.forEach((_, i) => {
    const write = () => {
      beats[i] = (beats[i] ?? 0) + 1;
      now++;
      return i !== 7;
    };
    // All that it asks a stream.
    heartbeats.add({ write, end: () => undefined } as unknown as StreamClient);
  });
  for (let moment = 0; moment < 15; moment++) {
    now = 0;
    vi.advanceTimersByTime(1_000);
    expect(now).toBe(10);
  }
  expect(new Set(beats)).toEqual(new Set([1]));
  expect(cut).toBe(1);
  heartbeats.close();
  vi.advanceTimersByTime(15_000);
  expect(new Set(beats)).toEqual(new Set([1]));
});
