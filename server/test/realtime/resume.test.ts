import type { SeatChange, SeatList } from '@jari/contract';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/adapters/system/clock.ts';
import type { CatchUp, KnownPosition } from '../../src/ports/ledger.ts';
import { CHANGES_BEHIND_MAX } from '../../src/realtime/event-feed.ts';
import { smallEvent } from '../support/hall.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import type { StreamEvent } from '../support/stream-reader.ts';
import {
  change,
  closeHall,
  hold,
  ids,
  positionAt,
  release,
  rules,
  sequenceOf,
  server,
  start,
  upTo,
  watch,
} from '../support/watched-hall.ts';

afterEach(closeHall);

describe('a client that comes back', () => {
  it('gets only what it missed', async () => {
    await start();
    await (await watch()).until(({ event }) => event === 'snapshot');
    await change(3);
    const reader = await watch(await positionAt(2));
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
    const reader = await watch(undefined, `?last_event_id=${encodeURIComponent(await positionAt(1))}`);
    await upTo(reader, 2);
    expect(ids(reader)).toEqual(['seat_released 2']);
  });

  it('goes on from what it has got since, which its browser says, and not from its address once more', async () => {
    await start();
    await change(2);
    const address = `?last_event_id=${encodeURIComponent(await positionAt(1))}`;
    const reader = await watch(await positionAt(3), address);
    await upTo(reader, 4);
    expect(ids(reader)).toEqual(['seat_released 4']);
  });

  it('and missed nothing gets nothing, until something happens', async () => {
    await start();
    await change(1);
    const reader = await watch(await positionAt(2));
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
    const reader = await watch(await positionAt(1));
    await hold('ann', 9);
    await upTo(reader, 7);
    expect(ids(reader).map((text) => text.split(' ')[1])).toEqual(['2', '3', '4', '5', '6', '7']);
  });

  it('after too long, from the future, or with nonsense gets the whole hall', async () => {
    await start({ events: [smallEvent({ rules })] });
    await (await watch()).until(({ event }) => event === 'snapshot');
    await change(501);
    const tooFar = (await positionAt(1002)).replace(':1002', ':5000');
    for (const lastEventId of [await positionAt(1), tooFar, '-1', 'abc', '1e3', '']) {
      const reader = await watch(lastEventId);
      await reader.until(({ event }) => event === 'snapshot');
      expect([lastEventId, ids(reader)]).toEqual([lastEventId, ['snapshot 1002']]);
    }
    const reader = await watch(await positionAt(2));
    await upTo(reader, 1002);
    expect([reader.events.length, sequenceOf(reader.events[0]?.id)]).toEqual([1000, 3]);
  });

  it('and has seen more than we have, on another instance, is told what comes after that', async () => {
    await start();
    const other = server;
    await start({ ledger: other.ledger });
    await other.office.submit({ kind: 'hold', userId: 'user:ann', seatIds: [1] });
    await other.office.submit({ kind: 'hold', userId: 'user:bob', seatIds: [2] });
    expect(server.office.seatMap.sequence).toBe(0);
    const reader = await watch(await positionAt(2));
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
    const position = await positionAt(1);
    ledger.beforeChanges = () => Promise.reject(new Error('gone'));
    const reader = await watch(position);
    await reader.until(({ event }) => event === 'snapshot');
    ledger.beforeChanges = () => Promise.resolve();
  });
});

/** Lets a test do things while the ledger is being read. */
class SlowLedger extends MemoryLedger {
  beforeChanges: () => Promise<unknown> = () => Promise.resolve();
  afterChanges: () => Promise<unknown> = () => Promise.resolve();
  override async changesSince(eventId: string, known: KnownPosition, limit: number): Promise<CatchUp> {
    // The box office asks for more at once, and must not be made to wait for itself.
    if (limit > CHANGES_BEHIND_MAX + 1) return super.changesSince(eventId, known, limit);
    await this.beforeChanges();
    const missed = await super.changesSince(eventId, known, limit);
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
      const reader = await watch(await positionAt(2));
      await meanwhile;
      await hold('last', 9);
      await upTo(reader, last + 1);
      expect(reader.events.map(({ id }) => sequenceOf(id))).toEqual(
        Array.from({ length: last - 1 }, (_, i) => i + 3),
      );
      await release();
    }
  });

  it('for clients that come, go and come back while the hall is being sold', async () => {
    await start({ events: [smallEvent({ layout: { rows: 10, seatsPerRow: 10 }, rules })] });
    let isOver = false;
    const selling = (async () => {
      for (let i = 0; i < 400; i++) {
        await Promise.all([hold(`a${i % 7}`, 1 + (i % 50)), hold(`b${i % 5}`, 51 + ((i * 3) % 50))]);
        // Lets the watchers have their turns, so that the sale lasts for several of their visits.
        if (i % 20 === 0) await delay(5);
      }
      isOver = true;
    })();
    const watchers = Array.from({ length: 12 }, async (_, n) => {
      const replica = new Replica();
      while (!isOver) {
        const reader = await watch(replica.id);
        // How long it stays is the point: each leaves at another moment of the sale.
        await delay(10 + n * 7);
        reader.close();
        for (const each of reader.events) replica.take(each);
      }
      const reader = await watch(replica.id);
      if (replica.sequence !== server.office.seatMap.sequence)
        await upTo(reader, server.office.seatMap.sequence);
      for (const each of reader.events) replica.take(each);
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

  id: string | undefined;

  take({ event, id, data }: StreamEvent): void {
    this.id = id;
    if (event === 'snapshot') {
      const { sequence, seats } = data as SeatList;
      if (this.sequence !== undefined) throw new Error('a snapshot for a client that could be told the rest');
      this.sequence = sequence;
      for (const { id, state } of seats) this.states.set(id, state);
      return;
    }
    const { sequence, state, seat_ids } = data as SeatChange;
    if (sequence !== (this.sequence ?? -1) + 1) throw new Error(`${sequence} follows ${this.sequence}`);
    this.sequence = sequence;
    for (const id of seat_ids) this.states.set(id, state);
  }
}
