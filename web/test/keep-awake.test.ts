import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepAwake } from '#lib/door/keep-awake.ts';
import { later } from './support/fake-server.ts';

/** A screen that sleeps unless it is locked; as in a browser, every lock ends when the page is hidden. */
class Screen extends EventTarget {
  hidden = false;
  readonly locks = new Set<object>();

  request(): Promise<object> {
    const lock = { release: () => Promise.resolve(void this.locks.delete(lock)) };
    this.locks.add(lock);
    return Promise.resolve(lock);
  }

  turn(hidden: boolean): void {
    this.hidden = hidden;
    if (hidden) this.locks.clear();
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

let screen: Screen;
beforeEach(() => {
  screen = new Screen();
  vi.stubGlobal('document', screen);
  vi.stubGlobal('navigator', { wakeLock: screen });
});
afterEach(() => void vi.unstubAllGlobals());

it('The door’s screen stays on also after the page was hidden, until it may sleep', async () => {
  const letSleep = keepAwake();
  await expect.poll(() => screen.locks.size).toBe(1);
  screen.turn(true);
  screen.turn(false);
  await expect.poll(() => screen.locks.size).toBe(1);
  letSleep();
  expect(screen.locks.size).toBe(0);
  screen.turn(true);
  screen.turn(false);
  expect(screen.locks.size).toBe(0);
});

it('The door’s screen may sleep where the camera was stopped before the browser had said yes', async () => {
  const allowed = later<undefined>();
  const request = () => allowed.promise.then(() => screen.request());
  vi.stubGlobal('navigator', { wakeLock: { request } });
  const letSleep = keepAwake();
  letSleep();
  allowed.come(undefined);
  await new Promise(setImmediate);
  expect(screen.locks.size).toBe(0);
});
