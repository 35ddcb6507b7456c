import { expect, it } from 'vitest';
import type { Fixture } from './ledger.ts';

/** Who waits is kept by the log alone. */
export function describeLines(fixture: Fixture): void {
  const pair = { quantity: 2, category: 'R석 "a"\\', together: true };

  it('keeps who waits, for what and since when, until their place ends', async () => {
    const writer = (await fixture.newWriter()).reserve('ann', [1, 2, 3]).hold('bob', [4]);
    writer.queue('cem', { seatId: 4 }).queue('dan', pair).queue('eve', { seatId: 4 });
    await fixture.ledger.append(writer.batch());
    const { eventId } = writer;
    const line = async () => (await fixture.other.load(eventId))?.line;
    expect(await line()).toEqual([
      { sequence: 3, userId: 'cem', wish: { seatId: 4 } },
      { sequence: 4, userId: 'dan', wish: pair },
      { sequence: 5, userId: 'eve', wish: { seatId: 4 } },
    ]);
    const later = writer
      .next()
      .leaveLine(4, 'dan', pair)
      .release('bob', [4])
      .offer(3, 'cem', { seatId: 4 }, [4]);
    await fixture.ledger.append(later.batch());
    expect(await line()).toEqual([{ sequence: 5, userId: 'eve', wish: { seatId: 4 } }]);
    expect(await fixture.other.load(eventId)).toMatchObject({ states: 'rrrhaaaaa' });
  });

  it('gives the changes of a line back as they were written, hashes included', async () => {
    const writer = (await fixture.newWriter())
      .hold('ann', [1])
      .queue('bob', { seatId: 1 })
      .queue('cem', pair);
    writer.release('ann', [1]).offer(2, 'bob', { seatId: 1 }, [1]).leaveLine(3, 'cem', pair);
    const batch = writer.batch();
    await fixture.ledger.append(batch);
    const caughtUp = await fixture.other.changesSince(writer.eventId, writer.ground.position, 10);
    if (caughtUp.reload) throw new Error(caughtUp.why);
    expect(caughtUp.changes).toEqual(batch.changes);
    expect(await fixture.other.recall(writer.eventId, 5)).toEqual({
      change: batch.changes[4],
      reservation: undefined,
    });
  });

  it('writes nothing of a line when the event is elsewhere', async () => {
    const writer = await fixture.newWriter();
    await fixture.ledger.append(writer.queue('ann', pair).batch());
    const stale = (await fixture.newWriter()).queue('bob', pair).batch({ eventId: writer.eventId });
    expect(await fixture.ledger.append(stale)).toMatchObject({ ok: false, why: 'conflict' });
    expect((await fixture.other.load(writer.eventId))?.line).toHaveLength(1);
  });
}
