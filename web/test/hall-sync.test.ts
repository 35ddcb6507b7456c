import type { ChangeList, Seat, SeatChange, SeatList, SeatState } from '@jari/contract';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Outcome } from '#lib/api/outcome.ts';
import { HallSync, type Connection, type HallSyncPorts, type StreamOpener } from '#lib/realtime/hall-sync.ts';

/** A server as far as a hall is concerned: seats, a numbered log, and answers that may be lost. */
class FakeServer {
  readonly seats: Seat[] = Array.from({ length: 9 }, (_, index) => ({
    id: index + 1,
    label: `S${index + 1}`,
    state: 'available' as const,
    status: false,
  }));
  readonly log: SeatChange[] = [];
  lost = () => false;
  pageSize = 5;

  commit(id: number, state: SeatState): SeatChange {
    this.seats[id - 1] = { id, label: `S${id}`, state, status: state === 'reserved' };
    const change: SeatChange = { sequence: this.log.length + 1, cause: 'held', seats: [{ id, state }] };
    this.log.push(change);
    return change;
  }

  list(): Promise<Outcome<SeatList>> {
    return this.answer({
      event: 'default',
      sequence: this.log.length,
      server_time: '2026-01-01T00:00:00Z',
      seats: this.seats.map((seat) => ({ ...seat })),
    });
  }

  changes(after: number): Promise<Outcome<ChangeList>> {
    const missed = this.log.slice(after);
    return this.answer({
      event: 'default',
      sequence: this.log.length,
      changes: missed.slice(0, this.pageSize),
      has_more: missed.length > this.pageSize,
    });
  }

  private answer<T>(value: T): Promise<Outcome<T>> {
    if (this.lost())
      return Promise.resolve({ ok: false, failure: { kind: 'unreachable', because: 'network' } });
    return Promise.resolve({ ok: true, value, sentAt: 0 });
  }
}

const neverOpens: StreamOpener = () => Promise.reject(new Error('refused'));
const staysOpen: StreamOpener = (_path, { signal, onSignOfLife }) =>
  new Promise((_resolve, reject) => {
    onSignOfLife();
    signal.addEventListener('abort', () => reject(new Error('aborted')));
  });

function syncWith(server: FakeServer, ports: Partial<HallSyncPorts> = {}) {
  const connections: Connection[] = [];
  const sync = new HallSync({
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
  });
  return { sync, connections };
}

const message = (change: SeatChange) => ({ event: 'seat_held', data: JSON.stringify(change) });

describe('a hall under a bad network', () => {
  it('ends as the server’s, though messages are dropped, doubled and reordered and repairs fail', async () => {
    const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
    console.info(`hall-sync: SEED=${seed}`);
    const state = fc.constantFrom<SeatState[]>('available', 'held', 'reserved', 'blocked');
    const fate = fc.constantFrom('arrives', 'arrives', 'lost', 'doubled', 'late', 'repair fails');
    const steps = fc.array(fc.record({ id: fc.integer({ min: 1, max: 9 }), state, fate }), { maxLength: 80 });

    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 7 }), async (history, pageSize) => {
        const server = new FakeServer();
        server.pageSize = pageSize;
        const { sync } = syncWith(server);
        await sync.repair();
        const late: SeatChange[] = [];
        for (const step of history) {
          const change = server.commit(step.id, step.state);
          server.lost = () => step.fate === 'repair fails';
          if (step.fate === 'late') late.unshift(change);
          else if (step.fate !== 'lost') await sync.receive(message(change));
          if (step.fate === 'doubled') await sync.receive(message(change));
          if (late.length > 3) await sync.receive(message(late.splice(0, 1)[0] ?? change));
        }
        server.lost = () => false;
        for (const change of late) await sync.receive(message(change));
        // The last messages may all be lost: then the next poll, stream or repair brings the rest.
        await sync.repair();
        expect(sync.log.sequence).toBe(server.log.length);
        expect([...sync.log.seats.values()].map(({ state }) => state)).toEqual(
          server.seats.map(({ state }) => state),
        );
      }),
      { seed, numRuns: 200 },
    );
  });

  it('repairs by itself when a later message shows that one was missed', async () => {
    const server = new FakeServer();
    const { sync } = syncWith(server);
    await sync.repair();
    server.commit(1, 'held');
    await sync.receive(message(server.commit(2, 'reserved')));
    expect(sync.log.seats.get(1)?.state).toBe('held');
    expect(sync.log.seats.get(2)?.state).toBe('reserved');
  });

  it('survives a message that is not JSON', async () => {
    const server = new FakeServer();
    const { sync } = syncWith(server);
    await sync.repair();
    server.commit(3, 'held');
    await sync.receive({ event: 'seat_held', data: '{"sequence":' });
    expect(sync.log.seats.get(3)?.state).toBe('held');
  });
});

describe('the connection', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is live while the stream is open', async () => {
    const { sync, connections } = syncWith(new FakeServer());
    void sync.run();
    await vi.advanceTimersByTimeAsync(10);
    expect(connections).toEqual(['live']);
    sync.stop();
  });

  it('falls back to polling, stays current, and returns to the stream', async () => {
    const server = new FakeServer();
    let works = false;
    const { sync, connections } = syncWith(server, {
      openStream: (path, options) => (works ? staysOpen : neverOpens)(path, options),
    });
    void sync.run();
    await vi.advanceTimersByTimeAsync(8_000);
    expect(connections).toEqual(['reconnecting', 'polling']);
    server.commit(4, 'reserved');
    await vi.advanceTimersByTimeAsync(3_500);
    expect(sync.log.seats.get(4)?.state).toBe('reserved');
    works = true;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(connections.at(-1)).toBe('live');
    sync.stop();
  });

  it('gives up a stream that has gone silent', async () => {
    let opened = 0;
    const { sync } = syncWith(new FakeServer(), {
      openStream: (path, options) => {
        opened += 1;
        return staysOpen(path, options);
      },
    });
    void sync.run();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(opened).toBe(1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(opened).toBe(2);
    sync.stop();
  });

  it('says offline, and comes back as soon as the network does', async () => {
    let online = false;
    const { sync, connections } = syncWith(new FakeServer(), { isOnline: () => online });
    void sync.run();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(connections).toEqual(['offline']);
    online = true;
    sync.wake();
    await vi.advanceTimersByTimeAsync(50);
    expect(connections.at(-1)).toBe('live');
    sync.stop();
  });

  it('rests while nobody looks, and is current again when somebody does', async () => {
    const server = new FakeServer();
    let opened = 0;
    const { sync } = syncWith(server, {
      openStream: (path, options) => {
        opened += 1;
        return staysOpen(path, options);
      },
    });
    void sync.run();
    await vi.advanceTimersByTimeAsync(10);
    sync.rest();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(opened).toBe(1);
    sync.wake();
    await vi.advanceTimersByTimeAsync(10);
    expect(opened).toBe(2);
    sync.stop();
  });

  it('starts over when the server did: its numbers stay lower than ours', async () => {
    const server = new FakeServer();
    for (let count = 0; count < 5; count++) server.commit(1, count % 2 ? 'available' : 'held');
    const { sync } = syncWith(server, { openStream: neverOpens });
    void sync.run();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sync.log.sequence).toBe(5);
    server.log.length = 0;
    server.commit(9, 'reserved');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(sync.log.sequence).toBe(1);
    expect(sync.log.seats.get(9)?.state).toBe('reserved');
    sync.stop();
  });
});
