import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { wakeUps } from '#lib/waiting/wake-up.ts';

/** A worker that keeps its time: it rings just before the page's own timer, which may be slow in the background. */
class PunctualWorker {
  private receive: (message: { readonly data: number }) => void = () => undefined;
  addEventListener(_what: string, receive: (message: { readonly data: number }) => void): void {
    this.receive = receive;
  }
  postMessage({ id, ms }: { readonly id: number; readonly ms: number }): void {
    setTimeout(() => this.receive({ data: id }), ms / 2);
  }
  terminate(): void {
    this.receive = () => undefined;
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('An alarm', () => {
  it.each([
    ['with a worker', PunctualWorker],
    ['without one', undefined],
  ])('rings once, %s', (_how, worker) => {
    vi.stubGlobal('Worker', worker);
    const timers = wakeUps();
    let rung = 0;
    timers.after(1_000, () => rung++);
    vi.advanceTimersByTime(400);
    expect(rung).toBe(0);
    vi.advanceTimersByTime(10_000);
    expect(rung).toBe(1);
    timers.stop();
  });

  it('that was called off, or whose page has gone, does not ring', () => {
    vi.stubGlobal('Worker', PunctualWorker);
    const timers = wakeUps();
    let rung = 0;
    const off = timers.after(1_000, () => rung++);
    timers.after(2_000, () => rung++);
    off();
    timers.stop();
    // By an answer that came late.
    timers.after(3_000, () => rung++);
    vi.advanceTimersByTime(10_000);
    expect(rung).toBe(0);
  });
});
