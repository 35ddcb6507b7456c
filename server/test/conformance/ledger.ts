import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventDescription } from '../../src/domain/event.ts';
import type { Store } from '../../src/ports/store.ts';
import { someTime, writerOn, type BatchWriter } from './batch-writer.ts';
import { describeEventRecords } from './event-records.ts';
import { describeAppend } from './ledger-append.ts';
import { describeConcurrency } from './ledger-concurrency.ts';
import { describeArchive } from './ledger-archive.ts';
import { describeAmounts } from './ledger-amounts.ts';
import { describeEntries } from './ledger-entries.ts';
import { describeLines } from './ledger-line.ts';
import { describeOrganisers } from './organiser-store.ts';
import { describeRehearsals } from './rehearsal-store.ts';
import { describePlans } from './ledger-plans.ts';
import { describePersons } from './ledger-persons.ts';
import { describePositions } from './ledger-positions.ts';
import { describeRecords } from './ledger-records.ts';
import { describeSnapshots } from './ledger-snapshots.ts';
import { rulesOf } from '../support/hall.ts';

/** Two ledgers on one store; the same one twice where a store lets only one in. */
export interface LedgersUnderTest {
  readonly ledger: Store;
  readonly other: Store;
  close(): Promise<void>;
}

/** A suite's way to its ledgers and to an event that no other test uses. */
export interface Fixture {
  readonly ledger: Store;
  readonly other: Store;
  /** Creates a hall of three by three. */
  newEvent(given?: Partial<EventDescription>): Promise<string>;
  /** The same, with a writer of its first batch. */
  newWriter(given?: Partial<EventDescription>): Promise<BatchWriter>;
}

export function eventOf(eventId: string, given: Partial<EventDescription> = {}): EventDescription {
  return {
    eventId,
    title: '자리 · Opening night',
    venue: 'Seoul',
    startsAt: someTime + 0.123,
    endsAt: null,
    saleOpensAt: null,
    saleClosesAt: null,
    currency: null,
    prices: {},
    layout: { rows: 3, seatsPerRow: 3 },
    rules: rulesOf(),
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
      async newWriter(given) {
        return writerOn(opened.ledger, await fixture.newEvent(given));
      },
    };
    describeEvents(fixture);
    describeAppend(fixture);
    describePositions(fixture);
    describeConcurrency(fixture);
    describeRecords(fixture);
    describeArchive(fixture);
    describePlans(fixture);
    describeAmounts(fixture);
    describeEntries(fixture);
    describeSnapshots(fixture);
    describeLines(fixture);
    describePersons(fixture);
    describeOrganisers(fixture);
    describeEventRecords(fixture);
    describeRehearsals(fixture);
  });
}

function describeEvents(fixture: Fixture): void {
  it('creates an event with all its seats available', async () => {
    const given = { layout: { rows: 2, seatsPerRow: 5 }, saleOpensAt: someTime + 0.5 };
    const eventId = await fixture.newEvent(given);
    const snapshot = await fixture.ledger.load(eventId);
    expect(snapshot).toMatchObject({
      event: { ...eventOf(eventId, given), version: 1 },
      position: { sequence: 0 },
      states: 'aaaaaaaaaa',
      places: [],
    });
    expect(snapshot?.owners).toEqual(Array.from({ length: 10 }, () => undefined));
  });

  it('updates all of an event but its hall as of a new version, and keeps its seats', async () => {
    const eventId = await fixture.newEvent();
    await fixture.ledger.append((await writerOn(fixture.ledger, eventId)).block([2]).batch());
    const waitingRoom = {
      ...{ admittedPerMinute: 600, activeMax: 50, turnTtlMs: 300_000, preQueueMs: 60_000 },
      ...{
        order: 'shuffle' as const,
        isPaused: true,
        proofOfWorkBits: 0,
        seed: '0123456789abcdef0123456789abcdef',
      },
    };
    const changed = eventOf(eventId, {
      title: { ko: '다시', en: 'Once more' },
      venue: { ko: '부산' },
      startsAt: 1,
      endsAt: 4.5,
      saleOpensAt: 2.5,
      saleClosesAt: 3.5,
      currency: 'KRW',
      prices: { standard: 1_000_000_000_000, '"quoted" \\ 자리': 0 },
      rules: {
        holdTtlMs: 1,
        holdExtensions: 3,
        maxSeatsPerUser: 9,
        noSingleSeats: true,
        personalDataDays: 7,
        salePaused: true,
        waitingRoom,
      },
    });
    const event = { ...changed, version: 2 };
    expect(await fixture.ledger.putEvent(changed)).toEqual({ outcome: 'updated', event });
    expect(await fixture.ledger.listEvents()).toContainEqual({ ...event, availableCount: 8 });
    expect(await fixture.ledger.load(eventId)).toMatchObject({
      event,
      position: { sequence: 1 },
      states: 'abaaaaaaa',
    });
  });

  it('gives an event another hall while nobody depends on the one it has', async () => {
    const eventId = await fixture.newEvent();
    await fixture.ledger.append(
      (await writerOn(fixture.ledger, eventId)).hold('u', [2]).release('u', [2]).batch(),
    );
    for (const layout of [
      { rows: 4, seatsPerRow: 3 },
      { rows: 1, seatsPerRow: 2 },
    ]) {
      const given = { title: 'Other', layout };
      expect(await fixture.ledger.putEvent(eventOf(eventId, given))).toMatchObject({
        outcome: 'updated',
        event: given,
      });
      const snapshot = await fixture.other.load(eventId);
      const { rows, seatsPerRow } = layout;
      expect(snapshot).toMatchObject({ event: given, states: 'a'.repeat(rows * seatsPerRow) });
      expect(snapshot?.hall.seatCount).toBe(rows * seatsPerRow);
    }
    // The log names seat 2.
    const tiny = eventOf(eventId, { layout: { rows: 1, seatsPerRow: 1 } });
    expect(await fixture.ledger.putEvent(tiny)).toEqual({ outcome: 'hall_differs' });
  });

  it('lets no rehearsal become a sale, and no sale a rehearsal', async () => {
    const sale = eventOf('mark-sale');
    const rehearsal = eventOf('mark-rehearsal', { rules: { ...sale.rules, isRehearsal: true } });
    await fixture.ledger.putEvent(sale);
    await fixture.ledger.putEvent(rehearsal);
    const differs = { outcome: 'hall_differs' };
    expect(await fixture.ledger.putEvent({ ...sale, rules: rehearsal.rules })).toEqual(differs);
    expect(await fixture.ledger.putEvent({ ...rehearsal, rules: sale.rules })).toEqual(differs);
    expect(await fixture.ledger.putEvent(rehearsal)).toMatchObject({
      outcome: 'updated',
      event: { rules: { isRehearsal: true } },
    });
  });

  it.each([
    ['held', (writer: BatchWriter) => writer.hold('u', [1])],
    ['blocked', (writer: BatchWriter) => writer.block([1])],
    [
      'waited for',
      (writer: BatchWriter) => writer.hold('v', [1]).queue('u', { seatId: 1 }).release('v', [1]),
    ],
    ['sold, and be it given back,', (writer: BatchWriter) => writer.reserve('u', [1]).cancel(1, 'u', [1])],
  ])(
    'refuses to change the hall of an event once a seat is %s and then changes nothing',
    async (_, happen) => {
      const eventId = await fixture.newEvent();
      await fixture.ledger.append(happen(await writerOn(fixture.ledger, eventId)).batch());
      for (const layout of [
        { rows: 4, seatsPerRow: 3 },
        { rows: 3, seatsPerRow: 4 },
      ]) {
        const other = eventOf(eventId, { title: 'Other', layout });
        expect(await fixture.ledger.putEvent(other)).toEqual({ outcome: 'hall_differs' });
      }
      expect((await fixture.ledger.load(eventId))?.event).toEqual({ ...eventOf(eventId), version: 1 });
    },
  );

  it('creates an event once when many instances start at once', async () => {
    const both = [fixture.ledger, fixture.other, fixture.ledger, fixture.other];
    const answers = await Promise.all(both.map((ledger) => ledger.putEvent(eventOf('put-by-many'))));
    const told = answers.map((answer) =>
      'event' in answer ? `${answer.outcome} as ${answer.event?.version}` : answer.outcome,
    );
    expect(told.toSorted()).toEqual(['created as 1', 'updated as 2', 'updated as 3', 'updated as 4']);
    expect((await fixture.ledger.load('put-by-many'))?.states).toHaveLength(9);
  });

  it('changes an event only from the version that it was made from, whatever else is to be changed', async () => {
    const eventId = await fixture.newEvent();
    const changed = (given: Partial<EventDescription>) => eventOf(eventId, given);
    const answers = await Promise.all([
      fixture.ledger.putEvent(changed({ title: 'Hers' }), 1),
      fixture.other.putEvent(changed({ title: 'His' }), 1),
    ]);
    expect(answers.map(({ outcome }) => outcome).toSorted()).toEqual(['updated', 'version_differs']);
    const [kept] = answers.flatMap((answer) => (answer.outcome === 'updated' ? [answer.event] : []));
    expect(kept?.version).toBe(2);

    const differs = { outcome: 'version_differs', event: kept };
    const other = { title: 'Late', layout: { rows: 4, seatsPerRow: 3 } };
    for (const given of [{ title: 'Late' }, other]) {
      for (const version of [0, 1, 3]) {
        expect(await fixture.ledger.putEvent(changed(given), version)).toEqual(differs);
      }
    }
    expect((await fixture.other.load(eventId))?.event).toEqual(kept);
    expect(await fixture.ledger.putEvent(changed(other), 2)).toMatchObject({ outcome: 'updated' });

    const unheardOf = eventOf('put-from-nothing');
    const missing = { outcome: 'version_differs', event: undefined };
    expect(await fixture.ledger.putEvent(unheardOf, 1)).toEqual(missing);
    expect(await fixture.ledger.load('put-from-nothing')).toBeUndefined();
    expect(await fixture.ledger.putEvent(unheardOf, 0)).toMatchObject({ outcome: 'created' });
  });

  it('knows nothing of an event that does not exist, and rejects a batch for it', async () => {
    const { ground } = await fixture.newWriter();
    const batch = (await fixture.newWriter()).batch({ eventId: 'none' });
    expect(await fixture.ledger.load('none')).toBeUndefined();
    expect(await fixture.ledger.recall('none', 1)).toBeUndefined();
    expect(await fixture.ledger.forget('none', 2e12)).toBe(0);
    await expect(fixture.ledger.changesSince('none', ground.position, 10)).rejects.toThrow('none');
    await expect(fixture.ledger.append(batch)).rejects.toThrow('none');
    await expect(fixture.ledger.appendLocked('none', ground.position, () => undefined)).rejects.toThrow(
      'none',
    );
  });

  it('can be written to, and says so', async () => {
    await expect(fixture.ledger.probe()).resolves.toBeUndefined();
  });
}
