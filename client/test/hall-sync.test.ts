import type { SeatChange, SeatState } from '@jari/contract';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { reasonOf } from '../src/outcome.ts';
import {
  FakeServer,
  hallAtFive,
  neverOpens,
  real,
  shown,
  staysOpen,
  syncWith,
  watchedStream,
} from './support/fake-hall.ts';

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
        // The last messages may all be lost: then the stream says how far it has come.
        await sync.receive(server.here());
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
    expect(sync.log.store.seats.get(1)?.state).toBe('held');
    expect(sync.log.store.seats.get(2)?.state).toBe('reserved');
  });

  it('repairs when the stream says that it has come further, although nothing else happens', async () => {
    const server = new FakeServer();
    const { sync } = syncWith(server);
    await sync.repair();
    server.commit(1, 'held');
    await sync.receive(server.here());
    expect(sync.log.store.seats.get(1)?.state).toBe('held');
  });

  it('has all that was missed, however many pages that takes', async () => {
    const server = new FakeServer();
    const { sync } = syncWith(server);
    await sync.repair();
    for (let count = 0; count < 3 * server.pageSize + 1; count++) server.commit((count % 9) + 1, 'held');
    await sync.repair();
    expect([sync.log.position, shown(sync)]).toEqual([server.position, real(server)]);
  });

  it('repairs when the stream has come as far along another history', async () => {
    const server = new FakeServer();
    const { sync } = syncWith(server);
    server.commit(1, 'held');
    await sync.repair();
    server.goBackTo(0);
    server.commit(2, 'held');
    await sync.receive(server.here());
    expect(shown(sync)).toEqual(real(server));
  });

  it('asks once when the stream has not come as far, which may be all that there is by now', async () => {
    const server = new FakeServer();
    const { sync } = syncWith(server);
    server.commit(1, 'held');
    await sync.repair();
    server.goBackTo(0);
    await sync.receive(server.here());
    expect(shown(sync)).toEqual(real(server));
    expect(sync.log.position).toBe(server.position);
  });

  it('asks for nothing when the stream has come as far', async () => {
    const server = new FakeServer();
    const { sync } = syncWith(server);
    server.commit(1, 'held');
    await sync.repair();
    const { asked } = server;
    await sync.receive(server.here());
    expect(server.asked).toBe(asked);
  });

  it('survives a message that is not JSON', async () => {
    const server = new FakeServer();
    const { sync } = syncWith(server);
    await sync.repair();
    server.commit(3, 'held');
    await sync.receive({ event: 'seat_held', data: '{"sequence":' });
    expect(sync.log.store.seats.get(3)?.state).toBe('held');
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
    expect(sync.log.store.seats.get(4)?.state).toBe('reserved');
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

  it('is given up with the network: what is dead must not look alive, and is opened anew once it is back', async () => {
    const { openStream, stream } = watchedStream();
    let online = true;
    const { sync, connections } = syncWith(new FakeServer(), { isOnline: () => online, openStream });
    void sync.run();
    await vi.advanceTimersByTimeAsync(10);
    online = false;
    sync.networkLost();
    await vi.advanceTimersByTimeAsync(10);
    expect([stream.isOpen, connections]).toEqual([false, ['live', 'offline']]);
    online = true;
    sync.wake();
    await vi.advanceTimersByTimeAsync(10);
    expect([stream, connections.at(-1)]).toEqual([{ opened: 2, isOpen: true }, 'live']);
    sync.stop();
  });

  it('rests while the page is out of view, and is current again once it is seen', async () => {
    const { openStream, stream } = watchedStream();
    const { sync } = syncWith(new FakeServer(), { openStream });
    void sync.run();
    await vi.advanceTimersByTimeAsync(10);
    sync.rest();
    await vi.advanceTimersByTimeAsync(10);
    // The connection itself is given back: browsers have six for all tabs.
    expect(stream.isOpen).toBe(false);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(stream.opened).toBe(1);
    sync.wake();
    await vi.advanceTimersByTimeAsync(10);
    expect(stream).toEqual({ opened: 2, isOpen: true });
    sync.stop();
  });

  it('is not tried for a hall that does not exist', async () => {
    const problem = { type: '', title: '', status: 404, detail: '', request_id: '' };
    const refusal = { ...problem, success: false, reason: 'not_found', retryable: false } as const;
    const reasons: (string | undefined)[] = [];
    const { sync } = syncWith(new FakeServer(), {
      fetchSeats: () => Promise.resolve({ ok: false, failure: { kind: 'refused', problem: refusal } }),
      onLoadFailure: (failure) => reasons.push(reasonOf(failure)),
    });
    const running = sync.run();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(reasons).toEqual(['not_found']);
    await running;
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
