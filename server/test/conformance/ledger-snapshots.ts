import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CommittedSeatMap } from '../../src/domain/committed-seat-map.ts';
import { LOST_HOLD_MEMORY_MS } from '../../src/domain/user-place.ts';
import { groundOf, writerOn } from './batch-writer.ts';
import type { Fixture } from './ledger.ts';
import { batchesOf, history } from './random-history.ts';
import { replay, stateOf } from './replay.ts';

/** What a snapshot tells is what the log tells. */
export function describeSnapshots(fixture: Fixture): void {
  it('shows in every snapshot what the log tells, after any history', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (lots) => {
        const eventId = await fixture.newEvent();
        const start = await fixture.ledger.load(eventId);
        if (start === undefined) throw new Error('The event was not created.');
        const map = new CommittedSeatMap(start);
        for (const writer of batchesOf(groundOf(start), lots)) {
          expect(await fixture.ledger.append(writer.batch())).toMatchObject({ ok: true });
          const caughtUp = await fixture.other.changesSince(eventId, start.position, 1000);
          const snapshot = await fixture.other.load(eventId);
          if (caughtUp.reload || snapshot === undefined) throw new Error('The log does not go on.');
          expect(snapshot.position).toEqual(writer.next().ground.position);
          expect(stateOf(snapshot)).toEqual(replay(9, caughtUp.changes));
          // The same changes make the same map, memory of lost holds and used keys included.
          for (const change of caughtUp.changes.slice(map.sequence)) map.apply(change);
          expect(sorted(snapshot.places)).toEqual(sorted([...map.allPlaces()]));
          expect(snapshot.line).toEqual([...map.line.all()]);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('remembers a lost hold as long as it counts', async () => {
    const { now } = await fixture.ledger.now();
    const writer = await fixture.newWriter();
    const recent = { expiresAt: now - 1_000, extensionsUsed: 2 };
    const old = { expiresAt: now - LOST_HOLD_MEMORY_MS - 1_000, extensionsUsed: 0 };
    const running = { expiresAt: now + 60_000, extensionsUsed: 1 };
    writer
      // It counts by when it would have been over, however long ago it was given back.
      .at(Math.floor(now) - LOST_HOLD_MEMORY_MS - 60_000)
      .hold('early', [9], recent)
      .release('early', [9], 'released', recent)
      .at(Math.floor(now))
      .hold('recent', [1], recent)
      .release('recent', [1], 'expired', recent)
      .hold('old', [2], old)
      .release('old', [2], 'expired', old)
      .hold('running', [3], running)
      .release('running', [3], 'released', running)
      .hold('over', [4], recent)
      .release('over', [4], 'released', recent)
      .hold('again', [5], recent)
      .release('again', [5], 'expired', recent)
      .hold('again', [6], running)
      .hold('offered', [8], recent)
      .release('offered', [8], 'expired', recent)
      .queue('offered', { seatId: 9 });
    const entry = writer.batch().changes.length;
    writer
      .offer(entry, 'offered', { seatId: 9 }, [9], running)
      .hold('shorter', [7], running)
      .release('shorter', [7], 'released', running)
      .hold('shorter', [7], old)
      .release('shorter', [7], 'released', old);
    await fixture.ledger.append(writer.batch());
    const { places = [] } = (await fixture.other.load(writer.eventId)) ?? {};
    expect(sorted(places).map(({ userId, ended }) => ({ userId, ended }))).toEqual([
      { userId: 'again', ended: [{ isLost: false, seatIds: [5], ...recent }] },
      { userId: 'early', ended: [{ isLost: false, seatIds: [9], ...recent }] },
      { userId: 'offered', ended: [{ isLost: false, seatIds: [8], ...recent }] },
      { userId: 'over', ended: [{ isLost: false, seatIds: [4], ...recent }] },
      { userId: 'recent', ended: [{ isLost: true, seatIds: [1], ...recent }] },
      { userId: 'running', ended: [{ isLost: false, seatIds: [3], ...running }] },
    ]);
  });

  it('remembers a key for a day, or until it is forgotten, but never its change', async () => {
    const { now } = await fixture.ledger.now();
    const day = 24 * 3_600_000;
    const writer = (await fixture.newWriter())
      .at(Math.floor(now - day - 120_000))
      .key(1)
      .reserve('u', [1])
      .at(Math.floor(now - day + 120_000))
      .key(2)
      .reserve('u', [2])
      .at(Math.floor(now))
      .key(2 ** 48 - 1, 2 ** 48 - 2)
      .reserve('u', [3]);
    await fixture.ledger.append(writer.batch());
    const { eventId } = writer;
    const keys = async () => (await fixture.other.load(eventId))?.places[0]?.keys;
    const newest = {
      keyPrint: 2 ** 48 - 1,
      wishPrint: 2 ** 48 - 2,
      sequence: 3,
      atMinute: Math.floor(now / 60_000),
    };
    expect(await keys()).toEqual([expect.objectContaining({ keyPrint: 2, sequence: 2 }), newest]);
    expect(await fixture.ledger.forget(eventId, now - 60_000)).toBe(2);
    expect(await fixture.ledger.forget(eventId, now - 60_000)).toBe(0);
    expect(await keys()).toEqual([newest]);
    expect(await fixture.other.recall(eventId, 2)).toMatchObject({
      change: { key: null, cause: 'reserved' },
    });
    const caughtUp = await fixture.other.changesSince(eventId, writer.ground.position, 10);
    expect(caughtUp).toMatchObject({ reload: false, position: { head: writer.head } });
  });

  it('forgets who it was that cancelled, and nobody else', async () => {
    const writer = (await fixture.newWriter())
      .at(1_000_000)
      .reserve('u', [1, 2])
      .reserve('v', [3, 4])
      .reserve('w', [5])
      .cancel(1, 'u', [1, 2])
      .cancel(2, 'v', [3], [4]);
    await fixture.ledger.append(writer.batch());
    const late = writer.next().at(2_000_000).cancel(3, 'w', [5]);
    await fixture.ledger.append(late.batch());
    // A cancelled reservation of the same number, whose day is not over.
    const elsewhere = (await fixture.newWriter()).at(1_000_000).reserve('u', [1]).cancel(1, 'u', [1]);
    await fixture.ledger.append(elsewhere.batch());
    const { eventId } = writer;
    expect(await fixture.ledger.forget(eventId, 2_000_000)).toBe(5);
    const person = { userName: '홍길동', phone: '+821012345678' };
    const nobody = { userName: '', phone: '' };
    for (const [sequence, expected] of [nobody, person, person].entries()) {
      const found = await fixture.other.findReservation({ eventId, sequence: sequence + 1 });
      expect(found).toMatchObject(expected);
    }
    const same = await fixture.other.findReservation({ eventId: elsewhere.eventId, sequence: 1 });
    expect(same).toMatchObject(person);
    expect(await fixture.other.forget(eventId, 2_000_001)).toBe(1);
    expect(await fixture.ledger.findReservation({ eventId, sequence: 3 })).toMatchObject(nobody);
  });

  it('goes through a long log in steps', async () => {
    const writer = (await fixture.newWriter({ layout: { rows: 1, seatsPerRow: 1 } })).at(1_000_000);
    for (let i = 0; i < 2_600; i++) writer.hold('u', [1]).release('u', [1]);
    await fixture.ledger.append(writer.batch());
    const steps = [];
    for (let i = 0; i < 3; i++) steps.push(await fixture.ledger.forget(writer.eventId, 2_000_000));
    expect(steps).toEqual([5_000, 200, 0]);
  });

  it('shows an event to one who knows it from before as it is now', async () => {
    const eventId = await fixture.newEvent();
    const writer = await writerOn(fixture.ledger, eventId);
    const { event } = (await fixture.ledger.load(eventId)) ?? {};
    if (event === undefined) throw new Error('The event was not created.');
    await fixture.ledger.putEvent({ ...event, title: 'Later' });
    expect(await fixture.other.changesSince(eventId, writer.ground.position, 10)).toMatchObject({
      changes: [],
      event: { title: 'Later', version: 2 },
    });
  });
}

function sorted<P extends { readonly userId: string }>(places: readonly P[]): P[] {
  return places.toSorted((a, b) => (a.userId < b.userId ? -1 : 1));
}
