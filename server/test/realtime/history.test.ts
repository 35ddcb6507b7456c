import type { ChangeList, SeatList } from '@jari/contract';
import { afterEach, expect, describe, it } from 'vitest';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { positionText } from '../../src/domain/log-chain.ts';
import type { CatchUp, KnownPosition } from '../../src/ports/ledger.ts';
import { CHANGES_BEHIND_MAX } from '../../src/realtime/event-feed.ts';
import { smallEvent } from '../support/hall.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import {
  change,
  closeHall,
  hold,
  ids,
  positionAt,
  server,
  start,
  upTo,
  watch,
} from '../support/watched-hall.ts';

afterEach(closeHall);

/** What the web app's contract says of lists that tell their position. */
type Told<T> = T & { readonly epoch: string; readonly position: string };

const listChanges = async (after: string | number) => {
  const answer = await server.app.inject({
    url: '/api/v1/events/default/changes',
    query: { after: `${after}` },
  });
  return answer.json<Told<ChangeList> & { reload: boolean }>();
};
const listSeats = async () =>
  (await server.app.inject('/api/v1/events/default/seats')).json<Told<SeatList>>();

/** Gives way to the next one right after a stream has asked it what its client missed. */
class LedgerReplacedAfterQuestion extends MemoryLedger {
  next: MemoryLedger | undefined;

  override async changesSince(eventId: string, known: KnownPosition, limit: number): Promise<CatchUp> {
    const found = await super.changesSince(eventId, known, limit);
    if (this.next !== undefined && limit <= CHANGES_BEHIND_MAX + 1) this.store = this.next.store;
    return found;
  }
}

/** A ledger with its event in which as many changes have happened, none of them those of another ledger. */
const otherLedger = async (holdCount: number) => {
  const ledger = new MemoryLedger(systemClock);
  await start({ ledger });
  for (let seatId = 1; seatId <= holdCount; seatId++) await hold(`other-${seatId}`, 10 - seatId);
  await server.close();
  return ledger;
};

describe('a stream that is resumed', () => {
  it('at a position of another history begins with the whole hall, though the number fits', async () => {
    await start();
    await change(2);
    const position = await positionAt(2);
    await server.close();
    await start({ ledger: await otherLedger(4) });
    const reader = await watch(position);
    await reader.until(({ event }) => event === 'snapshot');
    expect(ids(reader)).toEqual(['snapshot 4']);
  });

  it('at a position with another check begins with the whole hall', async () => {
    await start();
    // From the first watcher on, this server knows the history itself.
    await (await watch()).until(({ event }) => event === 'snapshot');
    await change(2);
    const position = await positionAt(2);
    const forked = position.replace(/\.([0-9a-f])/, (_, digit) => `.${digit === '0' ? '1' : '0'}`);
    const reader = await watch(forked);
    await reader.until(({ event }) => event === 'snapshot');
    expect([forked === position, ids(reader)]).toEqual([false, ['snapshot 4']]);
  });

  it('with another check at what only the ledger has begins with the whole hall', async () => {
    await start();
    await change(2);
    const position = await positionAt(2);
    const { ledger } = server;
    await server.close();
    await start({ ledger });
    await change(1);
    const good = await watch(position);
    await upTo(good, 6);
    expect(ids(good)[0]).toBe('seat_held 3');
    const forked = await watch(
      position.replace(/\.([0-9a-f])/, (_, digit) => `.${digit === '0' ? '1' : '0'}`),
    );
    await forked.until(({ event }) => event === 'snapshot');
    expect(ids(forked)).toEqual(['snapshot 6']);
  });

  it('by the bare number of an older version begins with the whole hall', async () => {
    await start();
    await change(2);
    const reader = await watch('2');
    await reader.until(({ event }) => event === 'snapshot');
    expect(ids(reader)).toEqual(['snapshot 4']);
  });
});

describe('when the ledger is replaced while people watch', () => {
  it('everybody gets the new hall at once, and then what happens in it', async () => {
    const other = await otherLedger(2);
    const ledger = new MemoryLedger(systemClock);
    await start({ ledger });
    const reader = await watch();
    await hold('ann', 1);
    await upTo(reader, 1);
    const before = await listSeats();
    ledger.store = other.store;
    server.office.refresh();
    await upTo(reader, 2);
    await hold('bob', 1);
    await upTo(reader, 3);
    expect(ids(reader)).toEqual(['snapshot 0', 'seat_held 1', 'snapshot 2', 'seat_held 3']);
    const snapshot = reader.events[2]?.data as Told<SeatList>;
    expect(snapshot.seats.filter(({ state }) => state === 'held').map(({ id }) => id)).toEqual([8, 9]);
    expect(snapshot.epoch).not.toBe(before.epoch);
    const after = await listSeats();
    expect(after.seats.filter(({ state }) => state === 'held').map(({ id }) => id)).toEqual([1, 8, 9]);
    expect([after.position, reader.events[3]?.id]).toEqual([await positionAt(3), await positionAt(3)]);
  });

  it('whoever waits for a change of the old history, seen at another instance, gets the new hall', async () => {
    const other = await otherLedger(1);
    const ledger = new LedgerReplacedAfterQuestion(systemClock);
    await start({ ledger: new MemoryLedger(systemClock, ledger.store) });
    const elsewhere = server;
    await start({ ledger });
    ledger.next = other;
    await elsewhere.office.submit({ kind: 'hold', userId: 'user:ann', seatIds: [1] });
    await elsewhere.office.submit({ kind: 'hold', userId: 'user:bob', seatIds: [2] });
    const { epoch, head, sequence } = elsewhere.office.seatMap;
    await elsewhere.close();
    const reader = await watch(positionText({ epoch, head, sequence }));
    await reader.until(({ event }) => event === 'snapshot');
    expect(ids(reader)).toEqual(['snapshot 1']);
  });
});

describe('changes that are asked for', () => {
  it('after a position of another epoch are not given: the hall must be loaded anew', async () => {
    await start();
    await change(2);
    const position = await positionAt(2);
    await server.close();
    await start({ ledger: await otherLedger(3) });
    expect(await listChanges(position)).toEqual({
      event: 'default',
      epoch: server.office.seatMap.epoch,
      sequence: 3,
      position,
      changes: [],
      has_more: false,
      reload: true,
    });
  });

  it('are continued from the position that a list of seats gives', async () => {
    await start({ events: [smallEvent()] });
    const empty = await listSeats();
    await change(1);
    const list = await listChanges(empty.position);
    expect([list.changes.length, list.reload, list.position]).toEqual([
      2,
      false,
      (await listSeats()).position,
    ]);
    expect(await listChanges(list.position)).toMatchObject({
      changes: [],
      position: list.position,
      reload: false,
    });
  });
});
