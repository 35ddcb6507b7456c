import { expect, it } from 'vitest';
import { BLOCKED } from '../../src/domain/seat.ts';
import { writerOn } from './batch-writer.ts';
import type { Fixture } from './ledger.ts';

/** Which batches are recorded, and that others leave nothing behind. */
export function describeAppend(fixture: Fixture): void {
  it('records a batch only on the position it was decided on', async () => {
    const writer = await fixture.newWriter();
    const { eventId, ground } = writer;
    expect(await fixture.ledger.append(writer.hold('u', [1, 2]).batch())).toMatchObject({ ok: true });
    const stale = writer.batch();
    expect(await fixture.ledger.append(stale)).toMatchObject({ ok: false, why: 'conflict' });
    const early = writer.next().next().hold('v', [3]);
    const position = { ...writer.next().ground.position, sequence: 2 };
    const batch = early.batch({ expected: position, changes: [], seats: [] });
    expect(await fixture.ledger.append(batch)).toMatchObject({ ok: false, why: 'conflict' });
    const snapshot = await fixture.ledger.load(eventId);
    expect(snapshot).toMatchObject({
      position: { sequence: 1, epoch: ground.position.epoch },
      states: 'hhaaaaaaa',
    });
    expect(snapshot?.places).toMatchObject([
      { userId: 'u', hold: { seatIds: [1, 2], expiresAt: 2e12, extensionsUsed: 0 } },
    ]);
  });

  it('records nothing that was decided by other rules', async () => {
    const writer = await fixture.newWriter();
    const { event } = (await fixture.ledger.load(writer.eventId)) ?? {};
    if (event === undefined) throw new Error('The event was not created.');
    await fixture.other.putEvent({
      ...event,
      rules: { ...event.rules, maxSeatsPerUser: 1, noSingleSeats: false },
    });
    expect(await fixture.ledger.append(writer.hold('u', [1, 2]).batch())).toMatchObject({ why: 'conflict' });
    expect(await fixture.ledger.append(writer.batch({ version: 2 }))).toMatchObject({ ok: true });
  });

  it('records nothing before notBefore, nor at or after notAfter', async () => {
    const writer = (await fixture.newWriter()).key(11).hold('u', [1]);
    const { now } = await fixture.ledger.now();
    const tooEarly = await fixture.ledger.append(writer.batch({ notBefore: now + 60_000 }));
    expect(tooEarly).toMatchObject({ ok: false, why: 'too_early' });
    const tooLate = await fixture.ledger.append(writer.batch({ notAfter: now }));
    expect(tooLate).toMatchObject({ ok: false, why: 'too_late' });
    expect(tooLate.now).toBeGreaterThanOrEqual(tooEarly.now);
    expect(await fixture.ledger.load(writer.eventId)).toMatchObject({
      position: { sequence: 0 },
      places: [],
    });
    const between = writer.batch({ notBefore: now, notAfter: now + 60_000 });
    expect(await fixture.ledger.append(between)).toMatchObject({ ok: true });
  });

  it('tells a conflict rather than a bound that the conflict made meaningless', async () => {
    const writer = await fixture.newWriter();
    await fixture.ledger.append(writer.block([1]).batch());
    expect(await fixture.ledger.append(writer.batch({ notAfter: 1 }))).toMatchObject({ why: 'conflict' });
  });

  it('takes a batch without changes, and holds it to the same conditions', async () => {
    const writer = await fixture.newWriter();
    const { ledger } = fixture;
    const { position } = writer.ground;
    expect(await ledger.append(writer.batch())).toMatchObject({ ok: true });
    const elsewhere = writer.batch({ expected: { ...position, sequence: 1 } });
    expect(await ledger.append(elsewhere)).toMatchObject({ why: 'conflict' });
    expect(await ledger.append(writer.batch({ notAfter: 1 }))).toMatchObject({ why: 'too_late' });
    expect((await ledger.load(writer.eventId))?.position).toEqual(position);
  });

  it('rejects changes that leave a gap, and records nothing of them', async () => {
    const writer = await fixture.newWriter();
    const { eventId, ground } = writer;
    const batch = writer.block([1]).next().block([2]).batch({ expected: ground.position });
    await expect(fixture.ledger.append(batch)).rejects.toThrow('gap');
    await expect(fixture.ledger.appendLocked(eventId, ground.position, () => batch)).rejects.toThrow('gap');
    expect((await fixture.ledger.load(eventId))?.position).toEqual(ground.position);
  });

  it('lets no seat have two owners, should every other check have failed', async () => {
    const writer = (await fixture.newWriter()).reserve('u', [4, 5]);
    await fixture.ledger.append(writer.batch());
    const next = writer.next();
    // As a box office would that missed the first reservation and was told the newest position all the same.
    const blind = next.hold('w', [1]).reserve('v', [5, 6]).batch();
    const seats = blind.seats.map((write) => ({ ...write, before: { state: 'available' } as const }));
    await expect(fixture.ledger.append({ ...blind, seats })).rejects.toThrow('seat guard: 2 of 3');
    const snapshot = await fixture.ledger.load(writer.eventId);
    expect(snapshot).toMatchObject({ position: { sequence: 1 }, states: 'aaarraaaa' });
    expect(await fixture.ledger.recall(writer.eventId, 2)).toBeUndefined();
    expect(await fixture.ledger.findReservation({ eventId: writer.eventId, sequence: 3 })).toBeUndefined();
  });

  it('names the user a seat had, the state it had, and seats that the hall has not', async () => {
    const writer = (await fixture.newWriter()).hold('u', [1]);
    await fixture.ledger.append(writer.batch());
    const batch = writer.next().reserve('v', [1]).batch();
    const guarded = async (change: (seat: (typeof batch.seats)[number]) => object) => {
      const seats = batch.seats.map((seat) => ({ ...seat, ...change(seat) }));
      await expect(fixture.ledger.append({ ...batch, seats })).rejects.toThrow('seat guard: 0 of 1');
    };
    await guarded(() => ({ before: { state: 'held', userId: 'v' } }));
    await guarded(() => ({ before: { state: 'reserved', userId: 'u' } }));
    await guarded(() => ({ before: BLOCKED }));
    await guarded(() => ({ seatId: 10 }));
    expect((await fixture.ledger.load(writer.eventId))?.position.sequence).toBe(1);
    expect(await fixture.ledger.append(batch)).toMatchObject({ ok: true });
  });

  it('frees a seat and reserves it again in one batch', async () => {
    const first = (await fixture.newWriter()).reserve('u', [1, 2, 3]).reserve('u', [9]);
    await fixture.ledger.append(first.batch());
    const swap = first
      .next()
      .cancel(1, 'u', [1, 3], [2])
      .reserve('v', [3])
      .cancel(2, 'u', [9])
      .reserve('v', [9])
      .cancel(6, 'v', [9])
      .reserve('w', [1, 9]);
    expect(await fixture.ledger.append(swap.batch())).toMatchObject({ ok: true });
    const snapshot = await fixture.ledger.load(first.eventId);
    const reservations = snapshot?.places
      .flatMap(({ userId, reservations: own }) => own.map((each) => ({ userId, ...each })))
      .sort((a, b) => a.sequence - b.sequence);
    expect(reservations).toEqual([
      { userId: 'u', sequence: 1, seatIds: [2] },
      { userId: 'v', sequence: 4, seatIds: [3] },
      { userId: 'w', sequence: 8, seatIds: [1, 9] },
    ]);
    const { eventId } = first;
    expect(await fixture.other.findReservation({ eventId, sequence: 6 })).toMatchObject({
      seatIds: [9],
      cancelledAt: expect.any(Number) as number,
    });
    const freed = (await writerOn(fixture.other, eventId)).cancel(8, 'w', [1, 9]).reserve('x', [1]);
    expect(await fixture.ledger.append(freed.batch())).toMatchObject({ ok: true });
  });
}
