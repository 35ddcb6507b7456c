import type { ChangeList, Seat, SeatChange, SeatList, SeatState } from '@jari/contract';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Outcome } from '#lib/api/outcome.ts';
import { HallSync, type Connection, type HallSyncPorts, type StreamOpener } from '#lib/realtime/hall-sync.ts';
import type { SseMessage } from '#lib/realtime/sse-parser.ts';

/** A server as far as a hall is concerned: seats, a numbered log, and answers that may be lost. */
class FakeServer {
  epoch = 'k3f09a1c';
  readonly log: (SeatChange & { readonly check: string })[] = [];
  lost = () => false;
  pageSize = 5;
  /** The number of requests, so that a test sees what an answer cost. */
  asked = 0;
  private made = 0;

  get seats(): Seat[] {
    const states = new Map<number, SeatState>();
    for (const { seats } of this.log) for (const { id, state } of seats) states.set(id, state);
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
    const change: SeatChange = { sequence: this.log.length + 1, cause: 'held', seats: [{ id, state }] };
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
      changes: changes.map(({ sequence, cause, seats }) => ({ sequence, cause, seats })),
      has_more: missed.length > this.pageSize,
      reload: !canContinue,
    });
  }

  /** A message of the stream, as it would be sent now. */
  message(change: SeatChange): SseMessage {
    return { event: 'seat_held', id: this.positionOf(change.sequence), data: JSON.stringify(change) };
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

/** The hall as the replica shows it, beside the server's. */
const shown = (sync: HallSync) => [...sync.log.seats.values()].map(({ state }) => state);
const real = (server: FakeServer) => server.seats.map(({ state }) => state);

/** A server with five changes, and a hall that has seen them. */
async function hallAtFive(ports: (server: FakeServer) => Partial<HallSyncPorts> = () => ({})) {
  const server = new FakeServer();
  for (let count = 0; count < 5; count++) server.commit(count + 1, 'held');
  const { sync, connections } = syncWith(server, ports(server));
  await sync.repair();
  expect(sync.log.position).toBe(server.position);
  return { server, sync, connections };
}

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
          else if (step.fate !== 'lost') await sync.receive(server.message(change));
          if (step.fate === 'doubled') await sync.receive(server.message(change));
          if (late.length > 3) await sync.receive(server.message(late.splice(0, 1)[0] ?? change));
        }
        server.lost = () => false;
        for (const change of late) await sync.receive(server.message(change));
        // The last messages may all be lost: then the next poll, stream or repair brings the rest.
        await sync.repair();
        expect(sync.log.sequence).toBe(server.log.length);
        expect(sync.log.position).toBe(server.position);
        expect(shown(sync)).toEqual(real(server));
      }),
      { seed, numRuns: 200 },
    );
  });

  it('repairs by itself when a later message shows that one was missed', async () => {
    const server = new FakeServer();
    const { sync } = syncWith(server);
    await sync.repair();
    server.commit(1, 'held');
    await sync.receive(server.message(server.commit(2, 'reserved')));
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

describe('a ledger whose history is no longer ours', () => {
  it('that went back is believed at once when the stream sends a snapshot', async () => {
    const loads: boolean[] = [];
    const { server, sync } = await hallAtFive(() => ({ onLoaded: ({ anew }) => void loads.push(anew) }));
    server.goBackTo(2);
    await sync.receive(server.snapshot());
    expect(sync.log.position).toBe(server.position);
    expect(shown(sync)).toEqual(real(server));
    expect(loads).toEqual([false, true]);
    await sync.receive(server.message(server.commit(9, 'reserved')));
    expect(shown(sync)).toEqual(real(server));
  });

  it('that went back and was overtaken is noticed by the position, though its numbers fit', async () => {
    const { server, sync } = await hallAtFive();
    server.goBackTo(2);
    for (const id of [6, 7, 8]) server.commit(id, 'reserved');
    expect(server.log).toHaveLength(5);
    await sync.repair();
    expect(shown(sync)).toEqual(real(server));
    expect(sync.log.position).toBe(server.position);
  });

  it('is noticed when the stream repeats our number under another position', async () => {
    const { server, sync } = await hallAtFive();
    server.goBackTo(4);
    await sync.receive(server.message(server.commit(9, 'reserved')));
    expect(shown(sync)).toEqual(real(server));
  });

  it('that was replaced is taken from its first list, however small its number', async () => {
    const { server, sync } = await hallAtFive();
    server.epoch = 'zz11';
    server.goBackTo(0);
    server.commit(9, 'reserved');
    const before = server.asked;
    await sync.repair();
    expect(sync.log.sequence).toBe(1);
    expect(shown(sync)).toEqual(real(server));
    // The answer that says reload, the list, and a look whether the list is continued.
    expect(server.asked - before).toBe(3);
  });

  it('that answers reload below a pruned floor leads to the list, never to standing still', async () => {
    let pruned = true;
    const { server, sync } = await hallAtFive((fake) => ({
      fetchChanges: async (after) => {
        const outcome = await fake.changes(after);
        if (!pruned || !outcome.ok || after === fake.position) return outcome;
        return { ...outcome, value: { ...outcome.value, changes: [], has_more: false, reload: true } };
      },
    }));
    server.commit(7, 'reserved');
    await sync.receive(server.message(server.commit(8, 'reserved')));
    expect(shown(sync)).toEqual(real(server));
    pruned = false;
    await sync.receive(server.message(server.commit(9, 'held')));
    expect(shown(sync)).toEqual(real(server));
  });

  it('lets an answer about the old history be late: the snapshot that came meanwhile counts', async () => {
    let overtake: (() => Promise<void>) | undefined;
    const { server, sync } = await hallAtFive((fake) => ({
      fetchChanges: async (after) => {
        const answer = fake.changes(after);
        const now = overtake;
        overtake = undefined;
        await now?.();
        return answer;
      },
    }));
    server.commit(6, 'reserved');
    overtake = () => {
      server.goBackTo(2);
      return sync.receive(server.snapshot());
    };
    await sync.repair();
    expect(shown(sync)).toEqual(real(server));
    expect(sync.log.position).toBe(server.position);
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

  it('does not go back to an old cached list of the same history, and asks again', async () => {
    const old = new FakeServer();
    old.commit(1, 'held');
    const cached = old.seatList();
    let lists = 0;
    const { server, sync } = await hallAtFive((fake) => ({
      fetchSeats: () =>
        ++lists === 2 ? Promise.resolve({ ok: true, value: cached, sentAt: 0 }) : fake.list(),
      fetchChanges: (after) =>
        lists === 1 && fake.log.length > 5
          ? Promise.resolve({ ok: false, failure: { kind: 'unreachable', because: 'timeout' } })
          : fake.changes(after),
    }));
    const atFive = shown(sync);
    server.commit(6, 'held');
    const repaired = sync.receive(server.message(server.commit(7, 'held')));
    await vi.advanceTimersByTimeAsync(0);
    expect(lists).toBe(2);
    expect(shown(sync)).not.toEqual(cached.seats.map(({ state }) => state));
    expect(shown(sync).slice(0, 5)).toEqual(atFive.slice(0, 5));
    await vi.advanceTimersByTimeAsync(5_000);
    await repaired;
    expect(shown(sync)).toEqual(real(server));
  });

  it('starts over when the server did, also where streams do not work', async () => {
    const { server, sync } = await hallAtFive(() => ({ openStream: neverOpens }));
    void sync.run();
    await vi.advanceTimersByTimeAsync(1_000);
    server.epoch = 'zz11';
    server.goBackTo(0);
    server.commit(9, 'reserved');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(sync.log.sequence).toBe(1);
    expect(shown(sync)).toEqual(real(server));
    sync.stop();
  });

  it('opens the stream again when what is missing cannot be fetched, and goes on from its position', async () => {
    const positions: (string | undefined)[] = [];
    const { server, sync } = await hallAtFive(() => ({
      openStream: (path, options) => {
        positions.push(options.position);
        return staysOpen(path, options);
      },
    }));
    void sync.run();
    await vi.advanceTimersByTimeAsync(10);
    const at5 = server.position;
    server.commit(6, 'held');
    server.lost = () => true;
    await sync.receive(server.message(server.commit(7, 'held')));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(positions).toEqual([at5, at5]);
    sync.stop();
  });
});
