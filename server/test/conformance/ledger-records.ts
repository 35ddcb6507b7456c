import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BatchWriter, someTime } from './batch-writer.ts';
import type { Fixture } from './ledger.ts';
import { batchesOf, history } from './random-history.ts';
import { normal, replay } from './replay.ts';

/** What is read is what was written. */
export function describeRecords(fixture: Fixture): void {
  it('shows in every snapshot what the log tells, after any history', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (lots) => {
        const eventId = await fixture.newEvent();
        for (const writer of batchesOf(eventId, lots)) {
          expect(await fixture.ledger.append(writer.batch())).toMatchObject({ ok: true });
          const { changes } = await fixture.other.changesSince(eventId, 0, 1000);
          const snapshot = await fixture.other.load(eventId);
          expect(changes.map((change) => change.sequence)).toEqual(changes.map((_, i) => i + 1));
          expect(snapshot?.sequence).toBe(writer.sequence);
          expect(snapshot === undefined ? undefined : normal(snapshot)).toEqual(replay(9, changes));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('gives changes back as they were written, with the keys that made them', async () => {
    const eventId = await fixture.newEvent();
    const writer = new BatchWriter(eventId)
      .hold('u', [1, 2], { expiresAt: 1_900_000_000_001, extensionsUsed: 1 })
      .extend('u', [1, 2], { expiresAt: 1_900_000_000_002, extensionsUsed: 2 })
      .remember('u', 'k2', '{"a":"b"}')
      .reserve(`${eventId}-r`, 'v', [5])
      .cancel(`${eventId}-r`, 'v', [5])
      .block([9])
      .unblock([9])
      .release('u', [1, 2], 'expired')
      .remember('u', 'k7');
    const { changes, idempotency } = writer.batch();
    await fixture.ledger.append(writer.batch());
    const caughtUp = await fixture.other.changesSince(eventId, 0, 1000);
    expect(caughtUp).toMatchObject({ sequence: 7, changes, idempotency });
    const cut = await fixture.other.changesSince(eventId, 1, 2);
    expect(cut).toMatchObject({
      sequence: 7,
      changes: changes.slice(1, 3),
      idempotency: idempotency.slice(0, 1),
    });
    expect(cut.idempotency).toHaveLength(1);
    expect(await fixture.other.changesSince(eventId, 7, 10)).toMatchObject({ sequence: 7, changes: [] });
  });

  it('tells of a key that was used without a change, to those who have every change', async () => {
    const eventId = await fixture.newEvent();
    await fixture.ledger.append(new BatchWriter(eventId).hold('u', [1]).batch());
    await fixture.ledger.append(new BatchWriter(eventId, 1).remember('u', 'same seats again').batch());
    const { idempotency } = await fixture.other.changesSince(eventId, 1, 10);
    expect(idempotency.map(({ key }) => key)).toEqual(['same seats again']);
  });

  it('keeps names in every script, and characters that mean something to a database', async () => {
    const eventId = await fixture.newEvent();
    const names = ['김철수', '👩‍👩‍👧', "Ренé “O'Hara”", 'a\\b"c,d{e}', 'NULL', '', ' \t\n\r\f\b\u0001', 'ب‏'];
    const writer = new BatchWriter(eventId);
    names.forEach((userName, i) => writer.reserve(`${eventId}-${i}`, `u ${userName}`, [i + 1], { userName }));
    writer.remember('u', names.join(), JSON.stringify(names));
    await fixture.ledger.append(writer.batch());
    for (const [i, userName] of names.entries()) {
      const record = await fixture.other.findReservation(`${eventId}-${i}`);
      expect(record).toMatchObject({ userName, userId: `u ${userName}` });
    }
    const snapshot = await fixture.other.load(eventId);
    expect(snapshot?.idempotency).toMatchObject([{ key: names.join(), answer: JSON.stringify(names) }]);
  });

  it('does not refuse a whole batch for a name that cannot be stored', async () => {
    const eventId = await fixture.newEvent();
    const writer = new BatchWriter(eventId)
      .reserve(`${eventId}-a`, 'u', [1], { userName: 'nul \0 and half a pair \ud83d' })
      .reserve(`${eventId}-b`, 'v', [2]);
    expect(await fixture.ledger.append(writer.batch())).toMatchObject({ ok: true });
    expect(await fixture.other.findReservation(`${eventId}-a`)).toMatchObject({
      userName: 'nul \uFFFD and half a pair \uFFFD',
    });
  });

  it('finds a reservation, and the seats it had after it was cancelled', async () => {
    const eventId = await fixture.newEvent();
    const reservationId = `${eventId}-r`;
    await fixture.ledger.append(new BatchWriter(eventId).reserve(reservationId, 'u', [3, 1]).batch());
    const record = {
      eventId,
      reservationId,
      userId: 'u',
      userName: '홍길동',
      phone: '+821012345678',
      code: '7KQ4M-2XF8T',
      seatIds: [3, 1],
      sequence: 1,
      createdAt: someTime,
      cancelledAt: null,
    };
    expect(await fixture.other.findReservation(reservationId)).toEqual(record);
    await fixture.ledger.append(new BatchWriter(eventId, 1).cancel(reservationId, 'u', [3], [1]).batch());
    expect(await fixture.other.findReservation(reservationId)).toEqual({ ...record, seatIds: [1] });
    await fixture.ledger.append(new BatchWriter(eventId, 2).cancel(reservationId, 'u', [1]).batch());
    expect(await fixture.other.findReservation(reservationId)).toEqual({
      ...record,
      seatIds: [1],
      cancelledAt: someTime + 1,
    });
    expect(await fixture.other.findReservation('none')).toBeUndefined();
  });

  it("lists a user's reservations in all events, newest first, at most 200", async () => {
    const first = await fixture.newEvent();
    const second = await fixture.newEvent({ rows: 15, seatsPerRow: 15 });
    const userId = `user of ${first}`;
    await fixture.ledger.append(
      new BatchWriter(first).reserve(`${first}-r`, userId, [1]).reserve(`${first}-s`, 'v', [2]).batch(),
    );
    const many = new BatchWriter(second);
    for (let seatId = 1; seatId <= 210; seatId += 1) many.reserve(`${second}-${seatId}`, userId, [seatId]);
    many.cancel(`${second}-210`, userId, [210]);
    const { reservations, ...rest } = many.batch();
    const later = reservations.map((reservation) => ({ ...reservation, createdAt: reservation.sequence }));
    await fixture.ledger.append({ ...rest, reservations: later });
    const found = await fixture.other.reservationsOf(userId);
    expect(found).toHaveLength(200);
    expect(found[0]).toMatchObject({ eventId: first, reservationId: `${first}-r` });
    expect(found[1]).toMatchObject({ reservationId: `${second}-210`, cancelledAt: someTime + 1 });
    expect(found.at(-1)).toMatchObject({ reservationId: `${second}-12` });
  });

  it('tells a time that passes', async () => {
    const before = await fixture.ledger.now();
    const wall = Date.now();
    expect(Math.abs(before - wall)).toBeLessThan(5_000);
    expect(await fixture.other.now()).toBeGreaterThanOrEqual(before);
  });
}
