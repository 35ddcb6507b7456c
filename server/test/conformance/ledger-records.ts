import { expect, it } from 'vitest';
import { someTime } from './batch-writer.ts';
import type { Fixture } from './ledger.ts';

/** What is read is what was written. */
export function describeRecords(fixture: Fixture): void {
  it('gives changes back as they were written, with the keys that made them', async () => {
    const writer = (await fixture.newWriter())
      .hold('u', [1, 2], { expiresAt: 1_900_000_000_001.25, extensionsUsed: 1 })
      .key(2 ** 48 - 1, 0)
      .extend('u', [1, 2], { expiresAt: 1_900_000_000_002, extensionsUsed: 2 })
      .key(0, 2 ** 48 - 1)
      .reserve('v', [5])
      .cancel(3, 'v', [5])
      .block([9])
      .unblock([9])
      .release('u', [1, 2], 'expired', { expiresAt: 1_900_000_000_003, extensionsUsed: 2 });
    const { changes } = writer.batch();
    await fixture.ledger.append(writer.batch());
    const start = writer.ground.position;
    const caughtUp = await fixture.other.changesSince(writer.eventId, start, 1000);
    expect(caughtUp).toMatchObject({ reload: false, position: writer.next().ground.position });
    expect(caughtUp.reload ? undefined : caughtUp.changes).toEqual(changes);
    const cut = await fixture.other.changesSince(
      writer.eventId,
      { ...start, sequence: 1, head: changes[0]?.hash ?? '' },
      2,
    );
    expect(cut).toMatchObject({ position: { sequence: 7 }, changes: changes.slice(1, 3) });
    expect(await fixture.other.changesSince(writer.eventId, { sequence: 7 }, 10)).toMatchObject({
      position: { sequence: 7 },
      changes: [],
    });
  });

  it('recalls a change with the reservation that it made', async () => {
    const writer = (await fixture.newWriter()).key(5).reserve('u', [1, 2]).hold('v', [3]);
    const [reserved, held] = writer.batch().changes;
    await fixture.ledger.append(writer.batch());
    const { eventId } = writer;
    const recalled = await fixture.other.recall(eventId, 1);
    expect(recalled?.change).toEqual(reserved);
    expect(recalled?.reservation).toEqual(await fixture.other.findReservation({ eventId, sequence: 1 }));
    expect(recalled?.reservation).toMatchObject({ userId: 'u', seatIds: [1, 2], cancelledAt: null });
    expect(await fixture.other.recall(eventId, 2)).toEqual({ change: held, reservation: undefined });
    expect(await fixture.other.recall(eventId, 3)).toBeUndefined();
    await fixture.ledger.append(writer.next().cancel(1, 'u', [1, 2]).batch());
    expect(await fixture.other.recall(eventId, 1)).toMatchObject({
      change: reserved,
      reservation: { cancelledAt: someTime + 1 },
    });
  });

  it('keeps names in every script, and characters that mean something to a database', async () => {
    const names = ['김철수', '👩‍👩‍👧', "Ренé “O'Hara”", 'a\\b"c,d{e}', 'NULL', '', ' \t\n\r\f\b\u0001', 'ب‏'];
    const writer = await fixture.newWriter();
    names.forEach((userName, i) => writer.reserve(`u ${userName}`, [i + 1], { userName }));
    writer.hold(names.join(), [9]);
    await fixture.ledger.append(writer.batch());
    const { eventId } = writer;
    for (const [i, userName] of names.entries()) {
      const record = await fixture.other.findReservation({ eventId, sequence: i + 1 });
      expect(record).toMatchObject({ userName, userId: `u ${userName}` });
    }
    const snapshot = await fixture.other.load(eventId);
    expect(snapshot?.owners).toEqual([...names.map((name) => `u ${name}`), names.join()]);
    expect(snapshot?.places.map(({ userId }) => userId).toSorted()).toEqual(snapshot?.owners.toSorted());
    // And finds them where a seat must be as it was.
    const cancelled = writer.next();
    names.forEach((userName, i) => cancelled.cancel(i + 1, `u ${userName}`, [i + 1]));
    expect(await fixture.ledger.append(cancelled.batch())).toMatchObject({ ok: true });
  });

  it('does not refuse a whole batch for a name that cannot be stored', async () => {
    const writer = (await fixture.newWriter())
      .reserve('u', [1], { userName: 'nul \0 and half a pair \ud83d' })
      .reserve('v', [2]);
    expect(await fixture.ledger.append(writer.batch())).toMatchObject({ ok: true });
    const found = await fixture.other.findReservation({ eventId: writer.eventId, sequence: 1 });
    expect(found).toMatchObject({ userName: 'nul \uFFFD and half a pair \uFFFD' });
  });

  it('finds a reservation, and the seats it had after it was cancelled', async () => {
    const writer = (await fixture.newWriter()).reserve('u', [1, 3], { createdAt: someTime - 0.5 });
    await fixture.ledger.append(writer.batch());
    const { eventId } = writer;
    const id = { eventId, sequence: 1 };
    const record = {
      eventId,
      sequence: 1,
      formerId: null,
      userId: 'u',
      userName: '홍길동',
      phone: '+821012345678',
      code: '7KQ4M-2XF8T',
      seatIds: [1, 3],
      amounts: null,
      currency: null,
      createdAt: someTime - 0.5,
      cancelledAt: null,
    };
    expect(await fixture.other.findReservation(id)).toEqual(record);
    const partly = writer.next().cancel(1, 'u', [3], [1]);
    await fixture.ledger.append(partly.batch());
    expect(await fixture.other.findReservation(id)).toEqual({ ...record, seatIds: [1] });
    await fixture.ledger.append(partly.next().cancel(1, 'u', [1]).batch());
    expect(await fixture.other.findReservation(id)).toEqual({
      ...record,
      seatIds: [1],
      cancelledAt: someTime + 1,
    });
    expect(await fixture.other.findReservation({ eventId, sequence: 2 })).toBeUndefined();
    expect(await fixture.other.findReservation({ eventId: 'none', sequence: 1 })).toBeUndefined();
    expect(await fixture.other.findReservation({ formerId: 'none' })).toBeUndefined();
  });

  it('finds a reservation by its code and phone together, the newest of several', async () => {
    const phone = '+821099990000';
    const writer = await fixture.newWriter();
    const code = `FIND${writer.eventId}`;
    writer.reserve('u', [1], { phone, code, createdAt: 1 }).reserve('v', [2], { phone, code, createdAt: 2 });
    writer.reserve('w', [3], { phone: '+821099990001', code, createdAt: 3 });
    await fixture.ledger.append(writer.batch());
    const { eventId } = writer;
    const found = await fixture.other.findReservationByCode(code, phone);
    expect(found).toEqual(await fixture.other.findReservation({ eventId, sequence: 2 }));
    for (const [wrongCode, wrongPhone] of [
      [code, '+821099990002'],
      [`${code}X`, phone],
      [code, ''],
      ['', ''],
    ] as const) {
      expect(await fixture.other.findReservationByCode(wrongCode, wrongPhone)).toBeUndefined();
    }
  });

  it('finds a cancelled reservation by its code until its phone is forgotten', async () => {
    const phone = '+821099990003';
    const writer = await fixture.newWriter();
    const code = `GONE${writer.eventId}`;
    writer.at(1).reserve('u', [1], { phone, code }).cancel(1, 'u', [1]);
    await fixture.ledger.append(writer.batch());
    expect(await fixture.other.findReservationByCode(code, phone)).toMatchObject({ cancelledAt: 2 });
    await fixture.ledger.forget(writer.eventId, 10);
    expect(await fixture.other.findReservationByCode(code, phone)).toBeUndefined();
    expect(await fixture.other.findReservationByCode(code, '')).toBeUndefined();
    const { eventId } = writer;
    expect(await fixture.other.findReservation({ eventId, sequence: 1 })).toMatchObject({ phone: '', code });
  });

  it("lists a user's reservations in all events, newest first, at most 200", async () => {
    const first = await fixture.newWriter();
    const second = await fixture.newWriter({ layout: { rows: 15, seatsPerRow: 15 } });
    const userId = `user of ${first.eventId}`;
    await fixture.ledger.append(first.reserve(userId, [1]).reserve('v', [2]).batch());
    for (let seatId = 1; seatId <= 210; seatId += 1) second.reserve(userId, [seatId], { createdAt: seatId });
    second.cancel(210, userId, [210]);
    await fixture.ledger.append(second.batch());
    const found = await fixture.other.reservationsOf(userId);
    expect(found).toHaveLength(200);
    expect(found[0]).toMatchObject({ eventId: first.eventId, sequence: 1 });
    expect(found[1]).toMatchObject({ eventId: second.eventId, sequence: 210, cancelledAt: someTime + 1 });
    expect(found.at(-1)).toMatchObject({ sequence: 12 });
  });

  it('tells a time that passes', async () => {
    const before = await fixture.ledger.now();
    const wall = Date.now();
    expect(Math.abs(before.now - before.correctionMs - wall)).toBeLessThan(5_000);
    expect((await fixture.other.now()).now).toBeGreaterThanOrEqual(before.now);
  });

  it('lets the steady clock go on when the wall clock was set, once for each time it was', async () => {
    const { correctionMs: known } = await fixture.ledger.now();
    const steady = async () => {
      const { now, correctionMs } = await fixture.other.now();
      expect(Math.abs(now - correctionMs - Date.now())).toBeLessThan(5_000);
      return correctionMs;
    };
    await Promise.all([
      fixture.ledger.correctClock(known, 3_600_000),
      fixture.other.correctClock(known, 3_600_000),
    ]);
    expect(await steady()).toBe(known - 3_600_000);
    const writer = await fixture.newWriter();
    const appended = await fixture.ledger.append(writer.batch());
    expect(appended.correctionMs).toBe(known - 3_600_000);
    expect(Math.abs(appended.now - (Date.now() + appended.correctionMs))).toBeLessThan(5_000);
    // Bounds are of the steady clock.
    const bound = writer.batch({ notAfter: Date.now() + known - 1_800_000 });
    expect(await fixture.ledger.append(bound)).toMatchObject({ ok: true });
    await fixture.other.correctClock(known - 3_600_000, -3_600_000);
    expect(await steady()).toBe(known);
    expect(await fixture.ledger.append(bound)).toMatchObject({ why: 'too_late' });
  });
}
