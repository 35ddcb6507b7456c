import { afterEach, expect, it, vi } from 'vitest';
import { giveApi, onTaken } from '#lib/give/give-api.ts';
import { FakeServer } from './support/fake-server.ts';

/** A stream as a browser has it: it opens again by itself after every break. */
class FakeEventSource extends EventTarget {
  static readonly CLOSED = 2;
  readyState = 0;
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
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

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

it('goes on hearing after an answer that is no stream, as while a server starts, which a browser does not ask again', () => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', FakeEventSource);
  let breaks = 0;
  const stop = onTaken(
    'gala',
    () => undefined,
    () => breaks++,
  );
  const fail = () => {
    const stream = FakeEventSource.last;
    if (stream) stream.readyState = FakeEventSource.CLOSED;
    stream?.dispatchEvent(new Event('error'));
    return stream;
  };
  const first = fail();
  vi.advanceTimersByTime(5_000);
  expect(FakeEventSource.last).not.toBe(first);
  FakeEventSource.last?.dispatchEvent(new Event('open'));
  expect(breaks).toBe(1);
  const second = fail();
  stop();
  vi.advanceTimersByTime(60_000);
  expect(FakeEventSource.last).toBe(second);
});

it('a ticket that was offered is found among one’s own by its seats, and no other one', async () => {
  const seats = [{ label: 'A1' }, { label: 'A2' }];
  const ticket = { id: 'gala.7', event: 'gala', status: 'active', seats };
  const others = [
    { ...ticket, id: 'gala.5', status: 'cancelled' },
    { ...ticket, id: 'gala.6', seats: [{ label: 'A1' }] },
    { ...ticket, id: 'play.7', event: 'play' },
  ];
  let reservations: readonly object[] = others;
  new FakeServer()
    .on(/GET \/me$/, () => [200, { user: 'session:ann', source: 'session', is_new: false }])
    .on(/GET \/me\/reservations/, () => [200, { reservations }]);
  const offered = { event: 'gala', seats: seats.map(({ label }) => ({ label, section: null })) };
  expect(await giveApi.taken(offered)).toBeUndefined();
  reservations = [...others, ticket];
  expect(await giveApi.taken(offered)).toBe('gala.7');
});
