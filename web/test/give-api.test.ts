import { afterEach, expect, it, vi } from 'vitest';
import { onTaken } from '#lib/give/give-api.ts';

/** A stream as a browser has it: it opens again by itself after every break. */
class FakeEventSource extends EventTarget {
  static last: FakeEventSource | undefined;
  isClosed = false;
  constructor(readonly address: string) {
    super();
    FakeEventSource.last = this;
  }
  close(): void {
    this.isClosed = true;
  }
}
afterEach(() => void vi.unstubAllGlobals());

it('whoever gives a ticket away hears who took it, and asks after every break what was not heard', () => {
  vi.stubGlobal('EventSource', FakeEventSource);
  const told: string[] = [];
  const stop = onTaken(
    'gala',
    (reservation) => told.push(reservation),
    () => told.push('break'),
  );
  const stream = FakeEventSource.last;
  expect(stream?.address).toMatch(/\/me\/stream\?event=gala$/);
  stream?.dispatchEvent(new Event('open'));
  stream?.dispatchEvent(new MessageEvent('reservation_given', { data: '{"reservation":"gala.7"}' }));
  expect(told).toEqual(['gala.7']);
  for (let tries = 0; tries < 3; tries++) stream?.dispatchEvent(new Event('error'));
  expect(told).toEqual(['gala.7']);
  stream?.dispatchEvent(new Event('open'));
  expect(told).toEqual(['gala.7', 'break']);
  stop();
  expect(stream?.isClosed).toBe(true);
});
