import { expect, it } from 'vitest';
import { userMark } from '../../src/domain/log-chain.ts';
import type { ReservationsQuery } from '../../src/ports/person-records.ts';
import { rulesOf } from '../support/hall.ts';
import { someTime, writerOn } from './batch-writer.ts';
import type { Fixture } from './ledger.ts';

const DAY_MS = 86_400_000;

/** What is kept of people, and how it goes. */
export function describePersons(fixture: Fixture): void {
  const list = async (eventId: string, query: Partial<ReservationsQuery> = {}) => {
    const whole = { eventId, before: null, state: null, limit: 100, ...query };
    return (await fixture.other.persons.listReservations(whole)).map(({ sequence }) => sequence);
  };

  it('lists the reservations of an event, the newest first, a page at a time', async () => {
    const writer = await fixture.newWriter();
    for (let seatId = 1; seatId <= 5; seatId++) writer.reserve(`u${seatId}`, [seatId]);
    writer.cancel(2, 'u2', [2]);
    await fixture.ledger.append(writer.batch());
    const { eventId } = writer;
    expect(await list(eventId)).toEqual([5, 4, 3, 2, 1]);
    expect(await list(eventId, { limit: 2 })).toEqual([5, 4]);
    expect(await list(eventId, { before: 4, limit: 2 })).toEqual([3, 2]);
    expect(await list(eventId, { state: 'cancelled' })).toEqual([2]);
    expect(await list(eventId, { state: 'active', before: 4 })).toEqual([3, 1]);
    expect(await list('none')).toEqual([]);
    const [newest] = await fixture.other.persons.listReservations({
      eventId,
      before: null,
      state: null,
      limit: 1,
    });
    expect(newest).toEqual(await fixture.other.findReservation({ eventId, sequence: 5 }));
  });

  it('finds those that have a name, phone, code or seat', async () => {
    const writer = (await fixture.newWriter())
      .reserve('u', [1, 2], { userName: 'Kim Lee', phone: '+821011110001', code: 'AAAAA-AAAAA' })
      .reserve('v', [3], { userName: 'kimlee', phone: '+821011110002', code: 'BBBBB-BBBBB' })
      .reserve('w', [4], { userName: 'Box office', phone: '', code: 'CCCCC-CCCCC' });
    await fixture.ledger.append(writer.batch());
    const having = (wanted: ReservationsQuery['having']) => list(writer.eventId, { having: wanted });
    expect(await having({ userName: 'KIM LEE' })).toEqual([2, 1]);
    expect(await having({ userName: 'kim' })).toEqual([]);
    expect(await having({ phone: '+821011110002' })).toEqual([2]);
    expect(await having({ phone: '' })).toEqual([]);
    expect(await having({ code: 'AAAAA-AAAAA' })).toEqual([1]);
    expect(await having({ seatIds: [2, 4] })).toEqual([3, 1]);
    expect(await having({ seatIds: [9], phone: '+821011110001', userName: 'box OFFICE' })).toEqual([3, 1]);
  });

  it("finds all that is a person's, by phone as by user, and what the logs say of a user", async () => {
    const first = await fixture.newWriter();
    const second = await fixture.newWriter();
    const phone = `+8210${String(Date.now()).slice(-8)}`;
    const userId = `user of ${first.eventId}`;
    await fixture.ledger.append(
      first.reserve(userId, [1], { phone, createdAt: 5 }).reserve('v', [2]).hold(userId, [3]).batch(),
    );
    await fixture.ledger.append(second.reserve('another browser', [1], { phone, createdAt: 6 }).batch());
    const [a, b] = [
      { eventId: first.eventId, sequence: 1 },
      { eventId: second.eventId, sequence: 1 },
    ];
    expect(await fixture.other.persons.reservationsOfPerson({ phone })).toMatchObject([b, a]);
    expect(await fixture.other.persons.reservationsOfPerson({ userId })).toMatchObject([{ ...a, phone }]);
    expect(await fixture.other.persons.reservationsOfPerson({ phone: '+821000000000' })).toEqual([]);
    const mark = userMark(userId, first.ground.logKey);
    const { eventId } = first;
    expect(await fixture.other.persons.changesOfUsers([userId])).toEqual([
      { eventId, sequence: 1, at: someTime, cause: 'reserved', seatIds: [1], mark },
      { eventId, sequence: 3, at: someTime, cause: 'held', seatIds: [3], mark },
    ]);
  });

  it('tells in which lines somebody has stood, whatever has become of that', async () => {
    const wish = { seatId: 1 };
    const [stands, left, another] = [
      (await fixture.newWriter()).queue('ivy', wish),
      (await fixture.newWriter()).queue('ivy', wish).leaveLine(1, 'ivy', wish),
      (await fixture.newWriter()).queue('joe', wish).hold('ivy', [2]),
    ];
    for (const writer of [stands, left, another]) await fixture.ledger.append(writer.batch());
    const found = await fixture.other.persons.eventsStoodInLine('ivy');
    expect(found.toSorted()).toEqual([stands.eventId, left.eventId].toSorted());
    expect(await fixture.other.persons.eventsStoodInLine('nobody')).toEqual([]);
  });

  it('erases name and phone from what is named, and the seats stay sold', async () => {
    const phone = '+821088880001';
    const writer = (await fixture.newWriter()).reserve('u', [1], { phone }).reserve('v', [2], { phone });
    await fixture.ledger.append(writer.batch());
    const { eventId } = writer;
    const places = [
      { eventId, sequence: 1 },
      { eventId, sequence: 7 },
      { eventId: 'none', sequence: 1 },
    ];
    // Why somebody else’s reservation of the same number was cancelled, in another event.
    const { cancelReasons } = fixture.ledger;
    await cancelReasons.put(`not ${eventId}`, 1, 'flooded');
    expect(await fixture.ledger.persons.erasePersons(places)).toBe(1);
    expect(await fixture.ledger.persons.erasePersons(places)).toBe(0);
    expect(await cancelReasons.find(`not ${eventId}`, 1)).toBe('flooded');
    expect(await fixture.other.findReservation({ eventId, sequence: 1 })).toMatchObject({
      userName: '',
      phone: '',
      cancelledAt: null,
    });
    expect(await list(eventId, { having: { phone } })).toEqual([2]);
    expect((await fixture.other.load(eventId))?.states).toBe('rraaaaaaa');
    expect(await fixture.ledger.append(writer.next().cancel(1, 'u', [1]).batch())).toMatchObject({
      ok: true,
    });
  });

  it('forgets names and phones when the event has been over as long as its rule says', async () => {
    const startsAt = someTime;
    const endsAt = startsAt + 1_000;
    const eventId = await fixture.newEvent({
      startsAt,
      endsAt,
      rules: rulesOf({ personalDataDays: 2 }),
    });
    const writer = (await writerOn(fixture.ledger, eventId))
      .reserve('u', [1], { createdAt: startsAt - DAY_MS })
      .reserve('v', [2], { createdAt: endsAt })
      .reserve('late', [3], { createdAt: endsAt + DAY_MS });
    await fixture.ledger.append(writer.batch());
    const nameless = async () => {
      const records = await fixture.other.persons.listReservations({
        eventId,
        before: null,
        state: null,
        limit: 9,
      });
      return records
        .filter(({ userName, phone }) => userName === '' && phone === '')
        .map((each) => each.sequence);
    };
    expect(await fixture.ledger.forgetPersons(eventId, endsAt + 2 * DAY_MS - 1)).toBe(0);
    expect(await nameless()).toEqual([]);
    expect(await fixture.ledger.forgetPersons(eventId, endsAt + 2 * DAY_MS)).toBe(2);
    expect(await fixture.ledger.forgetPersons(eventId, endsAt + 2 * DAY_MS)).toBe(0);
    expect(await nameless()).toEqual([2, 1]);
    // One that was made after the event keeps them as long after it was made.
    expect(await fixture.ledger.forgetPersons(eventId, endsAt + 3 * DAY_MS)).toBe(1);
    expect(await nameless()).toEqual([3, 2, 1]);
    expect(await fixture.ledger.forgetPersons('none', 2e12)).toBe(0);
  });

  it('keeps why something was taken from somebody for as long as the name of whoever had it', async () => {
    const now = Date.now();
    const writer = await fixture.newWriter({
      startsAt: now - 9 * DAY_MS,
      rules: rulesOf({ personalDataDays: 2 }),
    });
    const { eventId } = writer;
    writer
      .reserve('u', [1], { createdAt: now - 9 * DAY_MS })
      .reserve('late', [2], { createdAt: now - DAY_MS });
    await fixture.ledger.append(writer.hold('w', [3]).batch());
    await fixture.ledger.append(writer.next().by('organiser:kim').release('w', [3]).batch());
    const { cancelReasons, trail } = fixture.ledger;
    const reason = 'Kim Lee was ill';
    for (const sequence of [1, 2]) await cancelReasons.put(eventId, sequence, reason);
    const why = { reason, at: now - DAY_MS, afterSequence: 3 };
    await cancelReasons.putForHolds(eventId, [{ userId: 'w', seatIds: [3] }], why);
    await trail.note({ actor: 'organiser:kim', action: 'holds.released', eventId, detail: { reason } });
    expect(await fixture.ledger.forgetPersons(eventId, now)).toBe(1);
    expect(await cancelReasons.findAll(eventId, [1, 2])).toEqual(new Map([[2, reason]]));
    expect((await cancelReasons.findForHold(eventId, 'w'))?.reason).toBe(reason);
    expect(await trail.list({ eventId, limit: 9 })).toMatchObject([{ detail: { reason } }]);
  });

  it('forgets with the names why something was taken from somebody, and who did it stays', async () => {
    const writer = await fixture.newWriter({ startsAt: 1 });
    await fixture.ledger.append(
      writer.reserve('u', [1], { createdAt: 1 }).reserve('v', [2], { createdAt: 2 }).hold('w', [3]).batch(),
    );
    await fixture.ledger.append(writer.next().by('organiser:kim').release('w', [3]).batch());
    const { eventId } = writer;
    const { cancelReasons, trail, persons } = fixture.ledger;
    const why = { reason: 'Kim Lee was ill', at: 3, afterSequence: 3 };
    const actor = 'organiser:kim';
    await cancelReasons.putForHolds(eventId, [{ userId: 'w', seatIds: [3] }], why);
    for (const sequence of [1, 2]) {
      await cancelReasons.put(eventId, sequence, why.reason);
      const detail = { reason: why.reason, reservation: `${eventId}.${sequence}` };
      await trail.note({ actor, action: 'reservation.cancelled', eventId, detail });
    }
    const kept = async () => ({
      reasons: await Promise.all(
        [1, 2].map((sequence) => fixture.other.cancelReasons.find(eventId, sequence)),
      ),
      hold: (await fixture.other.cancelReasons.findForHold(eventId, 'w'))?.reason,
      trail: (await fixture.other.trail.list({ eventId, limit: 9 })).map(({ detail }) => detail.reason),
    });
    await persons.erasePersons([{ eventId, sequence: 1 }]);
    expect(await kept()).toEqual({
      reasons: [undefined, why.reason],
      hold: why.reason,
      trail: [why.reason, undefined],
    });
    const muchLater = Date.now() + 31 * DAY_MS;
    while ((await fixture.ledger.forgetPersons(eventId, muchLater)) > 0);
    expect(await kept()).toEqual({
      reasons: [undefined, undefined],
      hold: undefined,
      trail: [undefined, undefined],
    });
    expect(await fixture.other.trail.list({ eventId, limit: 9 })).toMatchObject([
      { actor, detail: { reservation: `${eventId}.2` } },
      { actor, detail: { reservation: `${eventId}.1` } },
    ]);
  });

  it('forgets the names of a large event in steps', async () => {
    const eventId = await fixture.newEvent({ startsAt: 1, layout: { rows: 40, seatsPerRow: 26 } });
    const writer = await writerOn(fixture.ledger, eventId);
    for (let seatId = 1; seatId <= 1_030; seatId++) writer.reserve('u', [seatId], { createdAt: seatId });
    await fixture.ledger.append(writer.batch());
    const steps = [];
    for (let i = 0; i < 3; i++) steps.push(await fixture.ledger.forgetPersons(eventId, someTime));
    expect(steps).toEqual([1_000, 30, 0]);
    const records = await fixture.other.persons.listReservations({
      eventId,
      before: null,
      state: null,
      limit: 2_000,
    });
    expect(new Set(records.map(({ phone }) => phone))).toEqual(new Set(['']));
  });
}
