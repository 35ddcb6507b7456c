import { expect, it } from 'vitest';
import type { Store } from '../../src/ports/store.ts';
import { someTime, writerOn } from './batch-writer.ts';
import type { Fixture } from './ledger.ts';

const LATER = someTime + 1_000_000;

async function removeAll({ archive }: Store, eventId: string): Promise<void> {
  let from: number | null = 0;
  while (from !== null) from = (await archive.removeBelow(eventId, from)).next;
}

/** The old end of a log goes only when it is safe elsewhere and nobody needs it, and then the rest goes on. */
export function describeArchive(fixture: Fixture): void {
  async function aSale() {
    const writer = (await fixture.newWriter()).key(7).reserve('ann', [1, 2]).hold('bob', [4]);
    writer.queue('cem', { seatId: 4 }).queue('dan', { seatId: 4 }).leaveLine(3, 'cem', { seatId: 4 });
    writer.reserve('eve', [5]).cancel(6, 'eve', [5]).by('integration:shop').reserve('fay', [6]);
    writer.cancel(8, 'fay', [6]).block([9]).at(LATER).unblock([9]).hold('gus', [7]);
    const batch = writer.batch();
    await fixture.ledger.append(batch);
    const { epoch } = writer.ground.position;
    const at = (sequence: number) => ({ epoch, sequence, head: batch.changes[sequence - 1]?.hash ?? '' });
    return { eventId: writer.eventId, writer, at };
  }
  const forget = (eventId: string, before = LATER) => fixture.ledger.forget(eventId, before);

  it('may be archived as far as it is old and no retry needs it', async () => {
    const { eventId, writer, at } = await aSale();
    const { archive } = fixture.ledger;
    expect(await archive.reach(eventId, LATER)).toEqual(writer.ground.position);
    expect(await archive.moveFloor(eventId, at(5))).toBe('needed');
    await forget(eventId);
    expect(await archive.reach(eventId, LATER)).toEqual(at(10));
    expect(await archive.reach(eventId, someTime)).toEqual(writer.ground.position);
    expect(await archive.moveFloor(eventId, at(11))).toBe('needed');
    expect(await archive.reach('no-such-event', LATER)).toBeUndefined();
    expect(await archive.moveFloor('no-such-event', at(5))).toBe('no_event');
  });

  it('is removed only up to a change of its own history, and once', async () => {
    const { eventId, at } = await aSale();
    const { archive } = fixture.ledger;
    await forget(eventId);
    for (const other of [
      { ...at(5), head: at(6).head },
      { ...at(5), epoch: 'another' },
      { ...at(5), sequence: 99 },
    ]) {
      expect(await archive.moveFloor(eventId, other)).toBe('differs');
    }
    expect(await fixture.other.logStart(eventId)).toMatchObject({ sequence: 0 });
    expect(await archive.moveFloor(eventId, at(5))).toBe('moved');
    expect(await archive.moveFloor(eventId, at(5))).toBe('already');
    expect(await archive.moveFloor(eventId, at(3))).toBe('already');
    expect(await archive.moveFloor(eventId, { ...at(5), head: at(6).head })).toBe('differs');
    expect(await fixture.other.logStart(eventId)).toEqual(at(5));
    expect(await archive.reach(eventId, LATER)).toEqual(at(10));
  });

  it('tells everybody below its floor to begin anew, and everybody else goes on', async () => {
    const { eventId, at } = await aSale();
    await forget(eventId);
    for (const floor of [at(5), at(10)]) {
      expect(await fixture.ledger.archive.moveFloor(eventId, floor)).toBe('moved');
      await removeAll(fixture.ledger, eventId);
      const below = at(floor.sequence - 1);
      const pruned = { reload: true, why: 'pruned' };
      expect(await fixture.other.changesSince(eventId, below, 20)).toMatchObject(pruned);
      expect(await fixture.other.changesSince(eventId, { sequence: 0 }, 20)).toMatchObject(pruned);
      expect(await fixture.other.reservationsTouched(eventId, below.sequence, 20)).toBeUndefined();
      const caughtUp = await fixture.other.changesSince(eventId, floor, 20);
      expect(caughtUp.reload ? [] : caughtUp.changes.map(({ sequence }) => sequence)).toEqual(
        Array.from({ length: 12 - floor.sequence }, (_, i) => floor.sequence + 1 + i),
      );
      const forked = { ...floor, head: at(3).head };
      expect(await fixture.other.changesSince(eventId, forked, 20)).toMatchObject({ why: 'forked' });
    }
    const next = (await writerOn(fixture.other, eventId)).hold('hal', [3]);
    expect(await fixture.other.append(next.batch())).toMatchObject({ ok: true });
  });

  it('keeps what can be asked for by its number, and who waits', async () => {
    const { eventId, writer, at } = await aSale();
    const before = await fixture.other.load(eventId);
    await forget(eventId);
    await fixture.ledger.archive.moveFloor(eventId, at(10));
    await removeAll(fixture.ledger, eventId);
    const after = await fixture.other.load(eventId);
    const { states, owners, line, position } = before ?? {};
    expect(after).toMatchObject({ states, owners, line, position });
    expect(line).toEqual([{ sequence: 4, userId: 'dan', wish: { seatId: 4 } }]);
    const kept = [];
    for (let n = 1; n <= 12; n++) if ((await fixture.other.headAt(eventId, n)) !== undefined) kept.push(n);
    // Ann's reservation, Dan's place, what the shop made, and from the floor on everything.
    expect(kept).toEqual([1, 4, 8, 10, 11, 12]);
    expect(await fixture.other.recall(eventId, 1)).toMatchObject({ reservation: { userId: 'ann' } });
    expect(await fixture.other.recall(eventId, 6)).toBeUndefined();

    // And when their time has come, these go as well.
    const ends = writer.next().cancel(1, 'ann', [1, 2]).leaveLine(4, 'dan', { seatId: 4 }).block([8]);
    await fixture.ledger.append(ends.batch());
    await forget(eventId, LATER + 1);
    const to = await fixture.ledger.archive.reach(eventId, LATER + 1);
    expect(to?.sequence).toBe(15);
    if (to !== undefined) await fixture.ledger.archive.moveFloor(eventId, to);
    await removeAll(fixture.ledger, eventId);
    expect(await fixture.other.headAt(eventId, 1)).toBeUndefined();
    expect(await fixture.other.headAt(eventId, 4)).toBeUndefined();
    expect((await fixture.other.load(eventId))?.line).toEqual([]);
  });
}
