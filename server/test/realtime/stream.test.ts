import type { ChangeList, Problem, SeatChange, SeatList } from '@jari/contract';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { MemoryLedger } from '../../src/adapters/memory/ledger.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import type { CatchUp } from '../../src/ports/ledger.ts';
import { as, type TestAppOptions } from '../support/app.ts';
import { smallEvent } from '../support/hall.ts';
import { startTestApp } from '../support/listening-app.ts';
import { StreamReader } from '../support/stream-reader.ts';

let server: Awaited<ReturnType<typeof startTestApp>>;
const readers: StreamReader[] = [];
afterEach(async () => {
  for (const reader of readers.splice(0)) reader.close();
  await server.close();
});

const STREAM = '/api/v1/events/default/stream';
const rules = { holdTtlMs: 120_000, holdExtensions: 2, maxSeatsPerUser: 100 };

const start = async (options: TestAppOptions = {}) => void (server = await startTestApp(options));
const watch = async (lastEventId?: string, query = '') => {
  const reader = await StreamReader.open(`${server.url}${STREAM}${query}`, lastEventId);
  readers.push(reader);
  return reader;
};
const hold = (user: string, ...seatIds: number[]) =>
  server.office.submit({ kind: 'hold', userId: `user:${user}`, seatIds });
/** Makes `count` changes, each one seat. */
const change = async (count: number) => {
  for (let i = 0; i < count; i++)
    await hold(`user-${server.office.seatMap.sequence}`, 1 + (i % 9)).then(release);
};
const release = () =>
  Promise.all(
    Array.from(server.office.seatMap.allHolds(), ({ userId }) =>
      server.office.submit({ kind: 'release', userId }),
    ),
  );
const ids = (reader: StreamReader) => reader.events.map(({ event, id }) => `${event} ${id}`);
const upTo = (reader: StreamReader, sequence: number) => reader.until(({ id }) => id === String(sequence));

describe('a stream', () => {
  it('begins with the whole hall and goes on with every change', async () => {
    await start();
    await hold('ann', 1);
    const reader = await watch();
    await reader.until(({ event }) => event === 'snapshot');
    await hold('ann', 1, 2);
    await server.office.submit({ kind: 'extend', userId: 'user:ann' });
    await server.office.submit({ kind: 'release', userId: 'user:ann' });
    await upTo(reader, 4);
    expect(ids(reader)).toEqual(['snapshot 1', 'seat_held 2', 'hold_extended 3', 'seat_released 4']);
    const [snapshot, held] = reader.events;
    expect(snapshot?.data).toMatchObject({ event: 'default', sequence: 1 });
    expect((snapshot?.data as SeatList).seats[0]).toEqual({
      id: 1,
      status: false,
      state: 'held',
      label: 'A1',
    });
    expect(held?.data).toEqual({ sequence: 2, cause: 'held', seats: [{ id: 2, state: 'held' }] });
  });

  it('says nothing of who did it', async () => {
    await start();
    const reader = await watch();
    await hold('zebediah', 1);
    await upTo(reader, 1);
    expect(JSON.stringify(reader.events)).not.toContain('zebediah');
  });

  it('has the headers that keep proxies from holding it back, and those of every answer', async () => {
    await start();
    const abort = new AbortController();
    const answer = await fetch(`${server.url}${STREAM}`, { signal: abort.signal });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.any(String) as string,
    });
    let text = '';
    for await (const chunk of answer.body ?? []) {
      text += new TextDecoder().decode(chunk as Uint8Array);
      if (text.includes('\n\n')) break;
    }
    expect(text).toMatch(/^retry: 1000\n\n/);
    abort.abort();
  });

  it('carries the headers of a listed origin', async () => {
    await start({ settings: { corsOrigins: ['https://tickets.example'] } });
    const abort = new AbortController();
    const headers = { origin: 'https://tickets.example' };
    const answer = await fetch(`${server.url}${STREAM}`, { signal: abort.signal, headers });
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://tickets.example');
    abort.abort();
  });

  it('gives a sign of life when nothing happens', async () => {
    await start({ settings: { streamHeartbeatMs: 150 } });
    const abort = new AbortController();
    const answer = await fetch(`${server.url}${STREAM}`, { signal: abort.signal });
    let text = '';
    for await (const chunk of answer.body ?? []) {
      text += new TextDecoder().decode(chunk as Uint8Array);
      if (text.endsWith(':\n\n:\n\n')) break;
    }
    expect(text).toContain('event: snapshot');
  });

  it('is for an event that exists', async () => {
    await start();
    const answer = await fetch(`${server.url}/api/v1/events/nope/stream`);
    expect([answer.status, ((await answer.json()) as Problem).reason]).toEqual([404, 'not_found']);
  });
});

describe('a client that comes back', () => {
  it('gets only what it missed', async () => {
    await start();
    await (await watch()).until(({ event }) => event === 'snapshot');
    await change(3);
    const reader = await watch('2');
    await hold('ann', 9);
    await upTo(reader, 7);
    expect(ids(reader)).toEqual([
      'seat_held 3',
      'seat_released 4',
      'seat_held 5',
      'seat_released 6',
      'seat_held 7',
    ]);
  });

  it('can say where it was in the address, as a client that cannot set headers must', async () => {
    await start();
    await change(1);
    const reader = await watch(undefined, '?last_event_id=1');
    await upTo(reader, 2);
    expect(ids(reader)).toEqual(['seat_released 2']);
  });

  it('and missed nothing gets nothing, until something happens', async () => {
    await start();
    await change(1);
    const reader = await watch('2');
    await hold('ann', 1);
    await upTo(reader, 3);
    expect(ids(reader)).toEqual(['seat_held 3']);
  });

  it('gets what it missed from the ledger when this process has not seen it', async () => {
    await start();
    await change(3);
    const { ledger } = server;
    await server.close();
    await start({ ledger });
    const reader = await watch('1');
    await hold('ann', 9);
    await upTo(reader, 7);
    expect(ids(reader).map((text) => text.split(' ')[1])).toEqual(['2', '3', '4', '5', '6', '7']);
  });

  it('after too long, from the future, or with nonsense gets the whole hall', async () => {
    await start({ events: [smallEvent({ rules })] });
    await (await watch()).until(({ event }) => event === 'snapshot');
    await change(501);
    for (const lastEventId of ['1', '5000', '-1', 'abc', '1e3', '']) {
      const reader = await watch(lastEventId);
      await reader.until(({ event }) => event === 'snapshot');
      expect([lastEventId, ids(reader)]).toEqual([lastEventId, ['snapshot 1002']]);
    }
    const reader = await watch('2');
    await upTo(reader, 1002);
    expect([reader.events.length, reader.events[0]?.id]).toEqual([1000, '3']);
  });

  it('and has seen more than we have, on another instance, is told what comes after that', async () => {
    await start();
    const other = server;
    await start({ ledger: other.ledger });
    await other.office.submit({ kind: 'hold', userId: 'user:ann', seatIds: [1] });
    await other.office.submit({ kind: 'hold', userId: 'user:bob', seatIds: [2] });
    expect(server.office.seatMap.sequence).toBe(0);
    const reader = await watch('2');
    await expect.poll(() => server.office.seatMap.sequence).toBe(2);
    await hold('cem', 3);
    await upTo(reader, 3);
    expect(ids(reader)).toEqual(['seat_held 3']);
    await other.close();
  });

  it('gets the whole hall when the ledger does not answer', async () => {
    const ledger = new SlowLedger(systemClock);
    await start({ ledger });
    await change(2);
    await server.close();
    await start({ ledger });
    ledger.beforeChanges = () => Promise.reject(new Error('gone'));
    const reader = await watch('1');
    await reader.until(({ event }) => event === 'snapshot');
    ledger.beforeChanges = () => Promise.resolve();
  });
});

/** Lets a test do things while the ledger is being read. */
class SlowLedger extends MemoryLedger {
  beforeChanges: () => Promise<unknown> = () => Promise.resolve();
  afterChanges: () => Promise<unknown> = () => Promise.resolve();
  override async changesSince(eventId: string, sequence: number, limit: number): Promise<CatchUp> {
    await this.beforeChanges();
    const missed = await super.changesSince(eventId, sequence, limit);
    await this.afterChanges();
    return missed;
  }
}

describe('no change is lost or told twice', () => {
  it('between the ledger’s answer and going live', async () => {
    const ledger = new SlowLedger(systemClock);
    await start({ ledger });
    await change(3);
    for (const moment of ['beforeChanges', 'afterChanges'] as const) {
      await server.close();
      await start({ ledger });
      const last = server.office.seatMap.sequence + 10;
      const meanwhile = new Promise<void>((resolve) => {
        ledger[moment] = async () => {
          ledger[moment] = () => Promise.resolve();
          await change(5);
          resolve();
        };
      });
      const reader = await watch('2');
      await meanwhile;
      await hold('last', 9);
      await upTo(reader, last + 1);
      expect(reader.events.map(({ id }) => Number(id))).toEqual(
        Array.from({ length: last - 1 }, (_, i) => i + 3),
      );
      await release();
    }
  });

  it('for clients that come, go and come back while the hall is being sold', async () => {
    await start({ events: [smallEvent({ rows: 10, seatsPerRow: 10, rules })] });
    let isOver = false;
    const selling = (async () => {
      for (let i = 0; i < 400; i++) {
        await Promise.all([hold(`a${i % 7}`, 1 + (i % 50)), hold(`b${i % 5}`, 51 + ((i * 3) % 50))]);
        if (i % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      }
      isOver = true;
    })();
    const watchers = Array.from({ length: 12 }, async (_, n) => {
      const replica = new Replica();
      while (!isOver) {
        const reader = await watch(replica.sequence === undefined ? undefined : String(replica.sequence));
        await new Promise((resolve) => setTimeout(resolve, 10 + n * 7));
        reader.close();
        for (const { event, data } of reader.events) replica.take(event, data);
      }
      const reader = await watch(replica.sequence === undefined ? undefined : String(replica.sequence));
      if (replica.sequence !== server.office.seatMap.sequence)
        await upTo(reader, server.office.seatMap.sequence);
      for (const { event, data } of reader.events) replica.take(event, data);
      return replica;
    });
    await selling;
    const truth = Array.from({ length: 100 }, (_, i) => server.office.seatMap.seat(i + 1)?.state);
    for (const replica of await Promise.all(watchers)) {
      expect(Array.from({ length: 100 }, (_, i) => replica.states.get(i + 1))).toEqual(truth);
    }
  });
});

/** What a strict client knows; it accepts no gap and no repetition. */
class Replica {
  sequence: number | undefined;
  readonly states = new Map<number, string>();

  take(event: string, data: unknown): void {
    if (event === 'snapshot') {
      const { sequence, seats } = data as SeatList;
      if (this.sequence !== undefined) throw new Error('a snapshot for a client that could be told the rest');
      this.sequence = sequence;
      for (const { id, state } of seats) this.states.set(id, state);
      return;
    }
    const { sequence, seats } = data as SeatChange;
    if (sequence !== (this.sequence ?? -1) + 1) throw new Error(`${sequence} follows ${this.sequence}`);
    this.sequence = sequence;
    for (const { id, state } of seats) this.states.set(id, state);
  }
}

describe('a client that does not read', () => {
  it('is cut and counted, and disturbs nobody', async () => {
    await start({
      settings: { streamBufferBytesMax: 4_096 },
      events: [smallEvent({ rows: 50, seatsPerRow: 50, rules })],
    });
    const lazy = connect(Number(new URL(server.url).port), '127.0.0.1');
    lazy.on('error', () => undefined);
    lazy.write(`GET ${STREAM} HTTP/1.1\r\nhost: x\r\n\r\n`);
    lazy.pause();
    const reader = await watch();
    await reader.until(({ event }) => event === 'snapshot');
    const clients = async () => await (await fetch(`${server.url}/metrics`)).text();
    await expect.poll(clients).toContain('jari_stream_clients 2');
    // Enough to fill what the kernel keeps for a connection.
    const many = Array.from({ length: 100 }, (_, i) => i + 1);
    for (let i = 0; i < 4_000 && !(i % 200 === 0 && (await clients()).includes('cut_total 1')); i++) {
      await server.office.submit({ kind: 'block', seatIds: many });
      await server.office.submit({ kind: 'unblock', seatIds: many });
    }
    expect(await clients()).toContain('jari_stream_cut_total 1');
    expect(await clients()).toContain('jari_stream_clients 1');
    await upTo(reader, server.office.seatMap.sequence);
    lazy.destroy();
  });
});

describe('the number of streams', () => {
  it('is bounded, and a client that leaves makes room', async () => {
    await start({ settings: { streamClientsMax: 2 } });
    const first = await watch();
    await watch();
    const refused = await fetch(`${server.url}${STREAM}`);
    expect([refused.status, ((await refused.json()) as Problem).reason]).toEqual([503, 'unavailable']);
    expect(refused.headers.get('retry-after')).toBe('1');
    first.close();
    await expect
      .poll(async () => {
        const abort = new AbortController();
        const { status } = await fetch(`${server.url}${STREAM}`, { signal: abort.signal });
        abort.abort();
        return status;
      })
      .toBe(200);
  });
});

describe('when the server closes', () => {
  it('streams end whole, in order, and soon', async () => {
    await start();
    const reader = await watch();
    await hold('ann', 1);
    await upTo(reader, 1);
    const closedAt = performance.now();
    await server.close();
    expect(performance.now() - closedAt).toBeLessThan(2_000);
    await expect.poll(() => reader.hasEnded).toBe(true);
    await start();
  });
});

describe('the changes for clients that ask', () => {
  const changes = async (after: number) =>
    (await (await fetch(`${server.url}/api/v1/events/default/changes?after=${after}`)).json()) as ChangeList;

  it('are those after a number, at most a thousand, and say whether there are more', async () => {
    await start();
    await change(1);
    expect(await changes(1)).toEqual({
      event: 'default',
      sequence: 2,
      changes: [{ sequence: 2, cause: 'released', seats: [{ id: 1, state: 'available' }] }],
      has_more: false,
    });
    await change(600);
    const first = await changes(0);
    expect([first.changes.length, first.changes[0]?.sequence, first.has_more]).toEqual([1000, 1, true]);
    const rest = await changes(1000);
    expect([rest.changes.length, rest.changes[0]?.sequence, rest.has_more]).toEqual([202, 1001, false]);
  });

  it('are read from the ledger when this process has not seen them', async () => {
    await start();
    await change(2);
    const { ledger } = server;
    await server.close();
    await start({ ledger });
    expect((await changes(1)).changes.map(({ sequence }) => sequence)).toEqual([2, 3, 4]);
  });

  it('are none for a client that is ahead, and it sees that by the sequence', async () => {
    await start();
    await change(1);
    expect(await changes(99)).toMatchObject({ sequence: 2, changes: [], has_more: false });
  });

  it('must be asked for with a whole number', async () => {
    await start();
    for (const query of ['', '?after=', '?after=-1', '?after=0.5', '?after=abc', '?after=1&limit=5']) {
      const answer = await server.app.inject(`/api/v1/events/default/changes${query}`);
      expect([query, answer.statusCode]).toEqual([query, 400]);
    }
    expect(
      (await server.app.inject({ url: '/api/v1/events/default/hold', headers: as('x') })).statusCode,
    ).toBe(409);
  });
});
