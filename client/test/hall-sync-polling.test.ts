import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  FakeServer,
  hallAtFive,
  neverOpens,
  real,
  shown,
  syncWith,
  watchedStream,
} from './support/fake-hall.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a stream of a page that comes back into view', () => {
  it('is opened anew when it has been silent for long, and kept when it has not', async () => {
    const { openStream, stream } = watchedStream();
    const { sync } = syncWith(new FakeServer(), { openStream });
    void sync.run();
    await vi.advanceTimersByTimeAsync(17_000);
    sync.wake();
    await vi.advanceTimersByTimeAsync(10);
    expect(stream.opened).toBe(1);
    await vi.advanceTimersByTimeAsync(1_000);
    sync.wake();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(stream).toEqual({ opened: 2, isOpen: true });
    sync.stop();
  });

  it('takes messages that it does not know for nothing', async () => {
    const { server, sync } = await hallAtFive();
    const before = [sync.log.position, server.asked];
    for (const data of ['{}', '{"sequence":6}', '{"sequence":"6","seat_ids":[1]}', '{"seat_ids":[1]}']) {
      await sync.receive({ event: 'of_the_future', id: server.position, data });
    }
    expect([sync.log.position, server.asked]).toEqual(before);
  });

  it('fetches what is missing when a message or a snapshot cannot be read', async () => {
    const { server, sync } = await hallAtFive();
    for (const [event, data] of [
      ['seat_held', '{"sequence":'],
      ['snapshot', '[]'],
      ['snapshot', '{"sequence":9}'],
    ] as const) {
      server.commit(6, 'held');
      await sync.receive({ event, id: '', data });
      expect([event, sync.log.sequence]).toEqual([event, server.log.length]);
    }
    expect(shown(sync)).toEqual(real(server));
  });
});

describe('a hall without streams', () => {
  it('asks in turns, and says whether it gets an answer', async () => {
    const { server, sync, connections } = await hallAtFive(() => ({ openStream: neverOpens }));
    void sync.run();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(connections.at(-1)).toBe('polling');
    server.commit(6, 'held');
    await vi.advanceTimersByTimeAsync(4_000);
    expect(shown(sync)).toEqual(real(server));
    server.lost = () => true;
    await vi.advanceTimersByTimeAsync(6_000);
    expect(connections.at(-1)).toBe('reconnecting');
    server.lost = () => false;
    server.commit(7, 'reserved');
    await vi.advanceTimersByTimeAsync(60_000);
    expect([connections.at(-1), shown(sync)]).toEqual(['polling', real(server)]);
    sync.stop();
  });

  it('asks less and less often while nobody answers', async () => {
    const { server, sync } = await hallAtFive(() => ({ openStream: neverOpens }));
    server.lost = () => true;
    void sync.run();
    await vi.advanceTimersByTimeAsync(60_000);
    const first = server.asked;
    await vi.advanceTimersByTimeAsync(60_000);
    const second = server.asked - first;
    // A hall whose server is away must not be what keeps it away.
    expect(second).toBeLessThan(first);
    expect(second).toBeLessThan(40);
    expect(second).toBeGreaterThan(0);
    sync.stop();
  });

  it('asks nothing more while its page is out of view, or without a network', async () => {
    let online = true;
    const { server, sync } = await hallAtFive(() => ({ openStream: neverOpens, isOnline: () => online }));
    void sync.run();
    await vi.advanceTimersByTimeAsync(20_000);
    sync.rest();
    await vi.advanceTimersByTimeAsync(1_000);
    const resting = server.asked;
    await vi.advanceTimersByTimeAsync(50_000);
    expect(server.asked).toBe(resting);
    online = false;
    sync.wake();
    await vi.advanceTimersByTimeAsync(50_000);
    expect(server.asked).toBe(resting);
    online = true;
    sync.wake();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(server.asked).toBeGreaterThan(resting);
    sync.stop();
  });
});

describe('a list that stays older than what is shown', () => {
  it('counts in the end: a server that began anew is not taken for a cache for ever', async () => {
    const old = new FakeServer();
    old.commit(1, 'held');
    let isNew = false;
    const { sync } = await hallAtFive((server) => ({
      fetchSeats: () => (isNew ? old.list() : server.list()),
      fetchChanges: (after) =>
        isNew
          ? Promise.resolve({ ok: false, failure: { kind: 'unreachable', because: 'timeout' } })
          : server.changes(after),
    }));
    isNew = true;
    for (let i = 0; i < 5; i++) {
      const repairing = sync.repair();
      await vi.advanceTimersByTimeAsync(20_000);
      await repairing;
    }
    expect(sync.log.position).toBe(old.position);
    expect(shown(sync)).toEqual(real(old));
  });
});
