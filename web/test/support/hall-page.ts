import type { Seat, SeatState } from '@jari/contract';
import { vi } from 'vitest';
import { FakeServer } from './fake-server.ts';

/** What the page of a hall asks of its browser: the network is there, and nothing else happens. */
export function stubBrowser(): void {
  const nothing = { addEventListener: () => undefined, removeEventListener: () => undefined };
  vi.stubGlobal('navigator', { onLine: true });
  vi.stubGlobal('addEventListener', nothing.addEventListener);
  vi.stubGlobal('removeEventListener', nothing.removeEventListener);
  vi.stubGlobal('document', nothing);
}

/** Where every history of the event stands. */
export const hereIn = (epoch: string) => ({
  ...{ event: 'gala', epoch, position: `${epoch}.00000000:5`, sequence: 5, server_time: '' },
});

/** A1, A2 and so on, each as it is said to be. */
export const seatsThatAre = (...states: readonly SeatState[]): Seat[] =>
  states.map((state, i) => ({
    ...{ id: i + 1, label: `A${i + 1}`, state, status: state === 'reserved' },
  }));

/** Of this history: as a ledger that was restored from a backup has another. No stream can be had, so that the page asks. */
export function serverOf(epoch: () => string): FakeServer {
  return new FakeServer()
    .on(/GET \/events\/gala\/changes/, ({ path }) => [
      200,
      {
        ...hereIn(epoch()),
        changes: [],
        has_more: false,
        reload: !decodeURIComponent(path).includes(epoch()),
      },
    ])
    .on(/GET .*stream/, () => 'lost');
}
