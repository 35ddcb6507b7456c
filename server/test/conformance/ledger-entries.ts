import { expect, it } from 'vitest';
import { someTime } from './batch-writer.ts';
import type { Fixture } from './ledger.ts';

const ACTOR = 'organiser:mina';

/** The doors' book, and reservations as the doors need them. */
export function describeEntries(fixture: Fixture): void {
  const entry = (scanId: string, given: object = {}) => ({
    ...{ scanId, reservation: 1, count: 2, door: '정문 “A”', device: 'phone-1', at: someTime + 0.5 },
    undoes: null,
    ...given,
  });

  it('keeps each scan once, in order of arrival', async () => {
    const eventId = await fixture.newEvent();
    const { entries } = fixture.ledger;
    await entries.record(eventId, [entry('a'), entry('b')], someTime, ACTOR);
    const again = [entry('b', { count: 1 }), entry('c')];
    await fixture.other.entries.record(eventId, again, someTime, ACTOR);
    const known = await fixture.ledger.entries.after(eventId, 0, 10);
    expect(known).toEqual(
      ['a', 'b', 'c'].map((scanId, i) => ({ ...entry(scanId), actor: ACTOR, number: known[i]?.number })),
    );
    const after = known[1]?.number ?? 0;
    expect((await fixture.other.entries.after(eventId, after, 10)).map(({ scanId }) => scanId)).toEqual([
      'c',
    ]);
    expect((await fixture.other.entries.after(eventId, 0, 1)).map(({ scanId }) => scanId)).toEqual(['a']);
    expect(await fixture.other.entries.isAdmitted(eventId, 1)).toBe(true);
    expect(await fixture.other.entries.isAdmitted(eventId, 2)).toBe(false);
  });

  it('takes a scan back by another one, whichever of the two is told first', async () => {
    const eventId = await fixture.newEvent();
    const { entries } = fixture.ledger;
    const undo = entry('undo', { undoes: 'mistake' });
    await entries.record(eventId, [undo], someTime, ACTOR);
    expect(await entries.isAdmitted(eventId, 1)).toBe(false);
    await entries.record(eventId, [entry('mistake')], someTime, ACTOR);
    expect(await fixture.other.entries.isAdmitted(eventId, 1)).toBe(false);
    await entries.record(eventId, [entry('really')], someTime, ACTOR);
    expect(await fixture.other.entries.isAdmitted(eventId, 1)).toBe(true);
    expect((await entries.after(eventId, 0, 1))[0]).toMatchObject({ scanId: 'undo', undoes: 'mistake' });
  });

  it('notes with a mistake that is taken back who did it, once however often it is told', async () => {
    const eventId = await fixture.newEvent();
    const told = [entry('mistake'), entry('undo', { undoes: 'mistake' })];
    await fixture.ledger.entries.record(eventId, told, someTime, ACTOR);
    await fixture.other.entries.record(eventId, told, someTime, 'organiser:jia');
    const noted = await fixture.other.trail.list({ eventId, limit: 9 });
    expect(noted).toMatchObject([
      {
        ...{ actor: ACTOR, action: 'entry.undone', eventId },
        detail: { reservation: 1, people: 2, door: '정문 “A”' },
      },
    ]);
  });

  it('shows no entry behind one that was seen before, however many doors write', async () => {
    const eventId = await fixture.newEvent();
    const seen: number[] = [];
    const write = async (door: number) => {
      for (let i = 0; i < 10; i++) {
        const ledger = i % 2 === 0 ? fixture.ledger : fixture.other;
        await ledger.entries.record(eventId, [entry(`${door}-${i}`)], someTime, ACTOR);
        const [next] = await ledger.entries.after(eventId, seen.at(-1) ?? 0, 1);
        if (next !== undefined && next.number > (seen.at(-1) ?? 0)) seen.push(next.number);
      }
    };
    await Promise.all([write(1), write(2), write(3)]);
    const all = await fixture.ledger.entries.after(eventId, 0, 100);
    expect(all).toHaveLength(30);
    // What was seen one after the other is all that there was up to there.
    expect(seen).toEqual(all.map(({ number }) => number).slice(0, seen.length));
  });

  it('tells of a reservation that was handed on where it came from and where it went', async () => {
    const writer = (await fixture.newWriter()).reserve('u', [1, 2]).reserve('v', [3]);
    await fixture.ledger.append(writer.batch());
    const handedOn = writer.next().cancel(1, 'u', [1, 2], [], 4).reserve('w', [1, 2], { origin: 1 });
    await fixture.ledger.append(handedOn.batch());
    const { eventId } = writer;
    const all = await fixture.other.reservationsFrom(eventId, 1, 10);
    expect(all.map(({ sequence, origin, successor }) => [sequence, origin, successor])).toEqual([
      [1, null, 4],
      [2, null, null],
      [4, 1, null],
    ]);
    expect(await fixture.other.reservationsFrom(eventId, 2, 1)).toEqual([all[1]]);
    expect(await fixture.other.reservationsTouched(eventId, 2, 10)).toEqual([all[0], all[2]]);
    expect(await fixture.other.reservationsTouched(eventId, 4, 10)).toEqual([]);
    expect((await fixture.other.recall(eventId, 4))?.reservation).toEqual(all[2]);
    const told = [1, 2, 4].map((reservation) => entry(`of-${reservation}`, { reservation }));
    await fixture.ledger.entries.record(eventId, told, someTime, ACTOR);
    const scansOf = async (reservation: number) =>
      (await fixture.other.entries.ofReservation(eventId, reservation)).map(({ scanId }) => scanId);
    expect(await Promise.all([1, 4, 2, 9].map(scansOf))).toEqual([
      ['of-1', 'of-4'],
      ['of-1', 'of-4'],
      ['of-2'],
      [],
    ]);
  });

  it('knows that somebody came in on a reservation before it was handed on', async () => {
    const writer = (await fixture.newWriter()).reserve('u', [1, 2]).reserve('v', [3]);
    await fixture.ledger.append(writer.batch());
    const handedOn = writer.next().cancel(1, 'u', [1, 2], [], 4).reserve('w', [1, 2], { origin: 1 });
    await fixture.ledger.append(handedOn.batch());
    const again = handedOn.next().cancel(4, 'w', [1, 2], [], 6).reserve('x', [1, 2], { origin: 1 });
    await fixture.ledger.append(again.batch());
    const { eventId } = writer;
    // At a door that had no network, by the ticket of the one who had it in between.
    await fixture.ledger.entries.record(eventId, [entry('late', { reservation: 4 })], someTime, ACTOR);
    const areAdmitted = () =>
      Promise.all([1, 2, 4, 6].map((each) => fixture.other.entries.isAdmitted(eventId, each)));
    expect(await areAdmitted()).toEqual([true, false, true, true]);
    const undo = entry('undo', { reservation: 6, undoes: 'late' });
    await fixture.ledger.entries.record(eventId, [undo], someTime, ACTOR);
    expect(await areAdmitted()).toEqual([false, false, false, false]);
  });
}
