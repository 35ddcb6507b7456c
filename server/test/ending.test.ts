import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { endingOf } from '../src/ending.ts';

const logger = { info: () => undefined, error: () => undefined };
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** The ending of a server that closes as told; with which codes the process was ended. */
function ending(close: () => Promise<void>) {
  const codes: number[] = [];
  let closings = 0;
  const server = { logger, close: () => (closings++, close()) };
  const end = endingOf(
    () => server,
    (code) => void codes.push(code),
  );
  return { end, codes, closings: () => closings };
}

describe('how a process ends', () => {
  it('shows whether somebody wanted it', async () => {
    const wanted = ending(() => Promise.resolve());
    wanted.end.wanted('SIGTERM');
    const forced = ending(() => Promise.resolve());
    forced.end.forced('another server has the database');
    await settle();
    expect([wanted.codes, forced.codes]).toEqual([[0], [1]]);
    expect(vi.mocked(console.error).mock.calls).toEqual([
      ['Jari must stop: another server has the database'],
    ]);
  });

  it('waits until what was accepted is finished, and is asked for only once', async () => {
    let finish: () => void = () => undefined;
    const { end, codes, closings } = ending(() => new Promise((resolve) => (finish = resolve)));
    end.wanted('SIGTERM');
    end.wanted('SIGINT');
    end.forced('its lock is lost');
    await vi.advanceTimersByTimeAsync(8_000);
    expect([codes, closings()]).toEqual([[], 1]);
    finish();
    await settle();
    expect(codes).toEqual([0]);
  });

  it('is a failure where closing fails, and where it hangs', async () => {
    const failed = ending(() => Promise.reject(new Error('the disk is full')));
    failed.end.wanted('SIGTERM');
    await settle();
    expect(failed.codes).toEqual([1]);
    const hung = ending(() => new Promise(() => undefined));
    hung.end.wanted('SIGTERM');
    await vi.advanceTimersByTimeAsync(9_000);
    expect(hung.codes).toEqual([1]);
  });

  it('needs no server: one that was not yet put together has nothing to put in order', () => {
    const codes: number[] = [];
    const end = endingOf(
      () => undefined,
      (code) => void codes.push(code),
    );
    end.forced('its lock is lost');
    expect(codes).toEqual([1]);
  });
});
