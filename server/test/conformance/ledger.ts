import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Event } from '../../src/domain/event.ts';
import type { Ledger } from '../../src/ports/ledger.ts';
import { BatchWriter, someTime } from './batch-writer.ts';
import { describeConcurrency } from './ledger-concurrency.ts';
import { describeRecords } from './ledger-records.ts';

/** Two ledgers on one store; the same one twice where a store lets only one in. */
export interface LedgersUnderTest {
  readonly ledger: Ledger;
  readonly other: Ledger;
  close(): Promise<void>;
}

/** A suite's way to its ledgers and to an event that no other test uses. */
export interface Fixture {
  readonly ledger: Ledger;
  readonly other: Ledger;
  /** Creates a hall of three by three. */
  newEvent(given?: Partial<Event>): Promise<string>;
}

export function eventOf(eventId: string, given: Partial<Event> = {}): Event {
  return {
    eventId,
    title: '자리 · Opening night',
    venue: 'Seoul',
    startsAt: someTime,
    saleOpensAt: null,
    rows: 3,
    seatsPerRow: 3,
    rules: { holdTtlMs: 120_000, holdExtensions: 2, maxSeatsPerUser: 4 },
    ...given,
  };
}

/** What every ledger promises, whatever it stores in. */
export function describeLedger(name: string, open: () => Promise<LedgersUnderTest>): void {
  describe(`${name} as a ledger`, () => {
    let opened: LedgersUnderTest;
    let events = 0;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());
    const fixture: Fixture = {
      get ledger() {
        return opened.ledger;
      },
      get other() {
        return opened.other;
      },
      async newEvent(given) {
        const eventId = `event-${(events += 1)}`;
        await opened.ledger.putEvent(eventOf(eventId, given));
        return eventId;
      },
    };
    describeEvents(fixture);
    describeAppend(fixture);
    describeConcurrency(fixture);
    describeRecords(fixture);
  });
}

function describeEvents(fixture: Fixture): void {
  it('creates an event with all its seats available', async () => {
    const eventId = await fixture.newEvent({ rows: 2, seatsPerRow: 5, saleOpensAt: someTime });
    const snapshot = await fixture.ledger.load(eventId);
    expect(snapshot).toMatchObject({
      event: eventOf(eventId, { rows: 2, seatsPerRow: 5, saleOpensAt: someTime }),
      sequence: 0,
      holds: [],
      reservations: [],
      idempotency: [],
    });
    expect(snapshot?.seats).toEqual(Array.from({ length: 10 }, () => ({ state: 'available' })));
  });

  it('updates all of an event but its hall, and keeps its seats', async () => {
    const eventId = await fixture.newEvent();
    await fixture.ledger.append(new BatchWriter(eventId).block([2]).batch());
    const changed = eventOf(eventId, {
      title: '다시',
      venue: 'Busan',
      startsAt: 1,
      saleOpensAt: 2.5,
      rules: { holdTtlMs: 1, holdExtensions: 3, maxSeatsPerUser: 9 },
    });
    expect(await fixture.ledger.putEvent(changed)).toBe('updated');
    expect(await fixture.ledger.listEvents()).toContainEqual(changed);
    const snapshot = await fixture.ledger.load(eventId);
    expect(snapshot).toMatchObject({ event: changed, sequence: 1 });
    expect(snapshot?.seats[1]).toEqual({ state: 'blocked' });
  });

  it('refuses to change the hall of an event, and then changes nothing', async () => {
    const eventId = await fixture.newEvent();
    for (const hall of [{ rows: 4 }, { seatsPerRow: 4 }]) {
      expect(await fixture.ledger.putEvent(eventOf(eventId, { title: 'Other', ...hall }))).toBe(
        'hall_differs',
      );
    }
    expect((await fixture.ledger.load(eventId))?.event).toEqual(eventOf(eventId));
  });

  it('creates an event once when many instances start at once', async () => {
    const both = [fixture.ledger, fixture.other, fixture.ledger, fixture.other];
    const answers = await Promise.all(both.map((ledger) => ledger.putEvent(eventOf('put-by-many'))));
    expect(answers.toSorted()).toEqual(['created', 'updated', 'updated', 'updated']);
    expect((await fixture.ledger.load('put-by-many'))?.seats).toHaveLength(9);
  });

  it('knows nothing of an event that does not exist, and rejects a batch for it', async () => {
    expect(await fixture.ledger.load('none')).toBeUndefined();
    await expect(fixture.ledger.changesSince('none', 0, 10)).rejects.toThrow('none');
    await expect(fixture.ledger.append(new BatchWriter('none').batch())).rejects.toThrow('none');
    await expect(fixture.ledger.appendLocked('none', 0, () => undefined)).rejects.toThrow('none');
  });
}

function describeAppend(fixture: Fixture): void {
  it('records a batch only on the sequence it expects', async () => {
    const eventId = await fixture.newEvent();
    const batch = new BatchWriter(eventId).hold('u', [1, 2]).batch();
    expect(await fixture.ledger.append(batch)).toMatchObject({ ok: true });
    const stale = new BatchWriter(eventId).hold('v', [3]).remember('v', 'key').batch();
    expect(await fixture.ledger.append(stale)).toMatchObject({ ok: false, why: 'conflict' });
    const early = new BatchWriter(eventId, 2).hold('v', [3]).batch();
    expect(await fixture.ledger.append(early)).toMatchObject({ ok: false, why: 'conflict' });
    expect(await fixture.ledger.load(eventId)).toMatchObject({
      sequence: 1,
      holds: [{ userId: 'u', seatIds: [1, 2], expiresAt: 2e12, extensionsUsed: 0 }],
      idempotency: [],
    });
  });

  it('records nothing before notBefore, nor at or after notAfter', async () => {
    const eventId = await fixture.newEvent();
    const now = await fixture.ledger.now();
    const hold = () => new BatchWriter(eventId).hold('u', [1]).remember('u', 'key');
    const tooEarly = await fixture.ledger.append(hold().batch({ notBefore: now + 60_000 }));
    expect(tooEarly).toMatchObject({ ok: false, why: 'too_early' });
    const tooLate = await fixture.ledger.append(hold().batch({ notAfter: now }));
    expect(tooLate).toMatchObject({ ok: false, why: 'too_late' });
    expect(tooLate.now).toBeGreaterThanOrEqual(tooEarly.now);
    expect(await fixture.ledger.load(eventId)).toMatchObject({ sequence: 0, holds: [], idempotency: [] });
    const between = hold().batch({ notBefore: now, notAfter: now + 60_000 });
    expect(await fixture.ledger.append(between)).toMatchObject({ ok: true });
  });

  it('tells a conflict rather than a bound that the conflict made meaningless', async () => {
    const eventId = await fixture.newEvent();
    await fixture.ledger.append(new BatchWriter(eventId).block([1]).batch());
    const batch = new BatchWriter(eventId).block([2]).batch({ notAfter: 1 });
    expect(await fixture.ledger.append(batch)).toMatchObject({ ok: false, why: 'conflict' });
  });

  it('takes a batch without changes, and holds it to the same conditions', async () => {
    const eventId = await fixture.newEvent();
    expect(await fixture.ledger.append(new BatchWriter(eventId).batch())).toMatchObject({ ok: true });
    expect(await fixture.ledger.append(new BatchWriter(eventId, 1).batch())).toMatchObject({
      why: 'conflict',
    });
    expect(await fixture.ledger.append(new BatchWriter(eventId).batch({ notAfter: 1 }))).toMatchObject({
      why: 'too_late',
    });
    expect((await fixture.ledger.load(eventId))?.sequence).toBe(0);
  });

  it('rejects changes that leave a gap, and records nothing of them', async () => {
    const eventId = await fixture.newEvent();
    const batch = new BatchWriter(eventId, 1).block([1]).batch();
    await expect(fixture.ledger.append({ ...batch, expectedSequence: 0 })).rejects.toThrow('gap');
    const locked = fixture.ledger.appendLocked(eventId, 0, () => ({ ...batch, expectedSequence: 0 }));
    await expect(locked).rejects.toThrow('gap');
    expect((await fixture.ledger.load(eventId))?.sequence).toBe(0);
  });

  it('refuses a second reservation of a seat, whatever the box office decided', async () => {
    const eventId = await fixture.newEvent();
    await fixture.ledger.append(new BatchWriter(eventId).reserve(`${eventId}-a`, 'u', [4, 5]).batch());
    const wrong = new BatchWriter(eventId, 1).hold('w', [1]).reserve(`${eventId}-b`, 'v', [5, 6]).batch();
    await expect(fixture.ledger.append(wrong)).rejects.toThrow();
    expect(await fixture.ledger.load(eventId)).toMatchObject({
      sequence: 1,
      holds: [],
      reservations: [{ reservationId: `${eventId}-a`, seatIds: [4, 5] }],
    });
    expect(await fixture.ledger.findReservation(`${eventId}-b`)).toBeUndefined();
    const twice = new BatchWriter(eventId, 1)
      .reserve(`${eventId}-c`, 'v', [7])
      .reserve(`${eventId}-d`, 'w', [7]);
    await expect(fixture.ledger.append(twice.batch())).rejects.toThrow();
  });

  it('refuses a second use of an idempotency key, whatever the box office decided', async () => {
    const eventId = await fixture.newEvent();
    await fixture.ledger.append(new BatchWriter(eventId).block([1]).remember('u', 'key').batch());
    const again = new BatchWriter(eventId, 1).block([2]).remember('u', 'key').batch();
    await expect(fixture.ledger.append(again)).rejects.toThrow();
    const otherUser = new BatchWriter(eventId, 1).block([2]).remember('v', 'key').batch();
    expect(await fixture.ledger.append(otherUser)).toMatchObject({ ok: true });
  });

  it('frees a seat and reserves it again in one batch', async () => {
    const eventId = await fixture.newEvent();
    await fixture.ledger.append(
      new BatchWriter(eventId)
        .reserve(`${eventId}-a`, 'u', [1, 2, 3])
        .reserve(`${eventId}-b`, 'u', [9])
        .batch(),
    );
    const swap = new BatchWriter(eventId, 2)
      .cancel(`${eventId}-a`, 'u', [1, 3], [2])
      .reserve(`${eventId}-c`, 'v', [3])
      .cancel(`${eventId}-b`, 'u', [9])
      .reserve(`${eventId}-d`, 'v', [9])
      .cancel(`${eventId}-d`, 'v', [9])
      .reserve(`${eventId}-e`, 'w', [9, 1]);
    expect(await fixture.ledger.append(swap.batch())).toMatchObject({ ok: true });
    const snapshot = await fixture.ledger.load(eventId);
    expect(snapshot?.reservations).toEqual([
      { reservationId: `${eventId}-a`, userId: 'u', seatIds: [2] },
      { reservationId: `${eventId}-c`, userId: 'v', seatIds: [3] },
      { reservationId: `${eventId}-e`, userId: 'w', seatIds: [9, 1] },
    ]);
    // The backstop followed: what is taken is refused, what is free is not.
    const taken = new BatchWriter(eventId, 8).reserve(`${eventId}-f`, 'x', [1]).batch();
    await expect(fixture.ledger.append(taken)).rejects.toThrow();
    const kept = new BatchWriter(eventId, 8).reserve(`${eventId}-f`, 'x', [2]).batch();
    await expect(fixture.ledger.append(kept)).rejects.toThrow();
    const freed = new BatchWriter(eventId, 8)
      .cancel(`${eventId}-e`, 'w', [9, 1])
      .reserve(`${eventId}-g`, 'x', [1]);
    expect(await fixture.ledger.append(freed.batch())).toMatchObject({ ok: true });
  });
}
