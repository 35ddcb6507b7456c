import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { proveWork, shareOf } from '#lib/waiting/prove-work.ts';

// There is no Worker in this process: this is the way without one.
describe('proving work without a worker', () => {
  it('finds a proof, tells how far it is, and lets others have their turn meanwhile', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    const told: number[] = [];
    const proof = await proveWork(
      'w1.gala.1.x',
      12,
      (tries) => told.push(tries),
      new AbortController().signal,
    );
    clearInterval(timer);
    expect(
      createHash('sha256')
        .update(proof ?? '')
        .digest()
        .readUInt16BE(0),
    ).toBeLessThan(16);
    expect(proof).toMatch(/^w1\.gala\.1\.x\.[0-9a-z]+$/);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(turns).toBeGreaterThan(0);
  });

  it('ends when it is stopped', async () => {
    const stop = new AbortController();
    const proof = await proveWork('w1.gala.1.x', 24, () => stop.abort(), stop.signal);
    expect(proof).toBeUndefined();
  });

  it('is as far as it was likely to be done by now', () => {
    expect(shareOf(0, 16)).toBe(0);
    expect(shareOf(2 ** 16, 16)).toBeCloseTo(0.632, 3);
    expect(shareOf(2 ** 20, 16)).toBeGreaterThan(0.99);
  });
});

/** A worker that says what the test wants. */
class FakeWorker extends EventTarget {
  static made: FakeWorker[] = [];
  asked: unknown;
  isEnded = false;
  constructor() {
    super();
    FakeWorker.made.push(this);
  }
  postMessage(message: unknown): void {
    this.asked = message;
  }
  terminate(): void {
    this.isEnded = true;
  }
  say(data: object): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

describe('proving work in a worker', () => {
  beforeEach(() => void vi.stubGlobal('Worker', FakeWorker));
  afterEach(() => {
    FakeWorker.made = [];
    vi.unstubAllGlobals();
  });

  it('gives what the worker finds, and the worker has then ended', async () => {
    const told: number[] = [];
    const proving = proveWork('c', 20, (tries) => told.push(tries), new AbortController().signal);
    const [worker] = FakeWorker.made;
    expect([worker?.asked, worker?.isEnded]).toEqual([{ challenge: 'c', bits: 20 }, false]);
    worker?.say({ tries: 500 });
    worker?.say({ tries: 900, proof: 'c.7' });
    expect(await proving).toBe('c.7');
    expect([told, worker?.isEnded]).toEqual([[500, 900], true]);
  });

  it('costs nothing more once it is stopped, also where that was before it began', async () => {
    const stop = new AbortController();
    const proving = proveWork('c', 20, () => undefined, stop.signal);
    stop.abort();
    expect([await proving, FakeWorker.made.map(({ isEnded }) => isEnded)]).toEqual([undefined, [true]]);
    const late = proveWork('c', 20, () => undefined, stop.signal);
    expect(FakeWorker.made).toHaveLength(1);
    expect(await late).toBeUndefined();
  });

  it('goes on without a worker where that one cannot run', async () => {
    const proving = proveWork('c', 4, () => undefined, new AbortController().signal);
    FakeWorker.made[0]?.dispatchEvent(new Event('error'));
    expect(await proving).toMatch(/^c\./);
    expect(FakeWorker.made[0]?.isEnded).toBe(true);
  });
});
