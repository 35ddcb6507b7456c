import type { ChangeList, Seat, SeatChange, SeatList, SeatState } from '@jari/contract';
import { expect } from 'vitest';
import type { Outcome } from '../../src/outcome.ts';
import { HallSync, type Connection, type HallSyncPorts, type StreamOpener } from '../../src/hall-sync.ts';
import { SeatsById } from '../../src/seat-store.ts';
import type { SseMessage } from '../../src/sse-parser.ts';

/** A server as far as a hall is concerned: seats, a numbered log, and answers that may be lost. */
export class FakeServer {
  epoch = 'k3f09a1c';
  readonly log: (SeatChange & { readonly check: string })[] = [];
  lost = () => false;
  pageSize = 5;
  /** The number of requests, so that a test sees what an answer cost. */
  asked = 0;
  private made = 0;

  get seats(): Seat[] {
    const states = new Map<number, SeatState>();
    for (const { seat_ids, state } of this.log) for (const id of seat_ids) states.set(id, state);
    return Array.from({ length: 9 }, (_, index) => {
      const state = states.get(index + 1) ?? 'available';
      return { id: index + 1, label: `S${index + 1}`, state, status: state === 'reserved' };
    });
  }

  get position(): string {
    return this.positionOf(this.log.length);
  }

  /** Every change has a check of its own, also when its number was given before. */
  commit(id: number, state: SeatState): SeatChange {
    const check = (++this.made).toString(16).padStart(8, '0');
    const change: SeatChange = { sequence: this.log.length + 1, cause: 'held', state, seat_ids: [id] };
    this.log.push({ ...change, check });
    return change;
  }

  /** As a backup that is restored: what came after `sequence` never happened. */
  goBackTo(sequence: number): void {
    this.log.length = sequence;
  }

  positionOf(sequence: number): string {
    return `${this.epoch}.${this.log[sequence - 1]?.check ?? 'ffffffff'}:${sequence}`;
  }

  seatList(): SeatList {
    return {
      event: 'default',
      epoch: this.epoch,
      position: this.position,
      sequence: this.log.length,
      server_time: '2026-01-01T00:00:00Z',
      seats: this.seats,
    };
  }

  list(): Promise<Outcome<SeatList>> {
    return this.answer(this.seatList());
  }

  changes(after: string): Promise<Outcome<ChangeList>> {
    const from = Number(after.split(':').at(-1));
    const canContinue = !after.includes(':') || (from <= this.log.length && this.positionOf(from) === after);
    const missed = canContinue ? this.log.slice(from) : [];
    const changes = missed.slice(0, this.pageSize);
    return this.answer({
      event: 'default',
      epoch: this.epoch,
      position: changes.length > 0 ? this.positionOf(from + changes.length) : after,
      sequence: this.log.length,
      changes: changes.map(({ sequence, cause, state, seat_ids }) => ({ sequence, cause, state, seat_ids })),
      has_more: missed.length > this.pageSize,
      reload: !canContinue,
    });
  }

  /** A message of the stream, as it would be sent now. */
  message(change: SeatChange): SseMessage {
    return { event: 'seat_held', id: this.positionOf(change.sequence), data: JSON.stringify(change) };
  }

  /** What a stream says of how far it has come. */
  here(): SseMessage {
    return { event: 'position', id: this.position, data: JSON.stringify({ sequence: this.log.length }) };
  }

  snapshot(): SseMessage {
    return { event: 'snapshot', id: this.position, data: JSON.stringify(this.seatList()) };
  }

  private answer<T>(value: T): Promise<Outcome<T>> {
    this.asked += 1;
    if (this.lost())
      return Promise.resolve({ ok: false, failure: { kind: 'unreachable', because: 'network' } });
    return Promise.resolve({ ok: true, value, sentAt: 0 });
  }
}

export const neverOpens: StreamOpener = () => Promise.reject(new Error('refused'));
export const staysOpen: StreamOpener = (_path, { signal, onSignOfLife }) =>
  new Promise((_resolve, reject) => {
    onSignOfLife();
    signal.addEventListener('abort', () => reject(new Error('aborted')));
  });

/** Streams that stay open, and how it stands with them. */
export function watchedStream() {
  const stream = { opened: 0, isOpen: false };
  const openStream: StreamOpener = (path, options) => {
    stream.opened += 1;
    stream.isOpen = true;
    return staysOpen(path, options).finally(() => (stream.isOpen = false));
  };
  return { stream, openStream };
}

export function syncWith(server: FakeServer, ports: Partial<HallSyncPorts> = {}) {
  const connections: Connection[] = [];
  const sync = new HallSync(
    {
      streamPath: '/stream',
      fetchSeats: () => server.list(),
      fetchChanges: (after) => server.changes(after),
      openStream: staysOpen,
      random: () => 0.5,
      isOnline: () => true,
      onConnection: (connection) => {
        if (connections.at(-1) !== connection) connections.push(connection);
      },
      onChanges: () => undefined,
      onLoaded: () => undefined,
      onLoadFailure: () => undefined,
      ...ports,
    },
    new SeatsById(),
  );
  return { sync, connections };
}

/** The hall as the replica shows it, beside the server's. */
export const shown = (sync: HallSync<SeatsById>) =>
  [...sync.log.store.seats.values()].map(({ state }) => state);
export const real = (server: FakeServer) => server.seats.map(({ state }) => state);

/** A server with five changes, and a hall that has seen them. */
export async function hallAtFive(ports: (server: FakeServer) => Partial<HallSyncPorts> = () => ({})) {
  const server = new FakeServer();
  for (let count = 0; count < 5; count++) server.commit(count + 1, 'held');
  const { sync, connections } = syncWith(server, ports(server));
  await sync.repair();
  expect(sync.log.position).toBe(server.position);
  return { server, sync, connections };
}
