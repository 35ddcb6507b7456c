import { expect, it } from 'vitest';
import { someTime } from './batch-writer.ts';
import type { Fixture } from './ledger.ts';

/** The doors' book, and reservations as the doors need them. */
export function describeEntries(fixture: Fixture): void {
  const entry = (scanId: string, given: object = {}) => ({
    ...{ scanId, reservation: 1, count: 2, door: '정문 “A”', device: 'phone-1', at: someTime + 0.5 },
    ...given,
  });

  it('keeps each scan once, in order of arrival', async () => {
    const eventId = await fixture.newEvent();
    await fixture.ledger.entries.record(eventId, [entry('a'), entry('b')], someTime);
    await fixture.other.entries.record(eventId, [entry('b', { count: 1 }), entry('c')], someTime);
    const known = await fixture.ledger.entries.after(eventId, 0, 10);
    expect(known).toEqual(
      ['a', 'b', 'c'].map((scanId, i) => ({ ...entry(scanId), number: known[i]?.number })),
    );
    const after = known[1]?.number ?? 0;
    expect((await fixture.other.entries.after(eventId, after, 10)).map(({ scanId }) => scanId)).toEqual([
      'c',
    ]);
    expect((await fixture.other.entries.after(eventId, 0, 1)).map(({ scanId }) => scanId)).toEqual(['a']);
    expect(await fixture.other.entries.isAdmitted(eventId, 1)).toBe(true);
    expect(await fixture.other.entries.isAdmitted(eventId, 2)).toBe(false);
  });

  it('shows no entry behind one that was seen before, however many doors write', async () => {
    const eventId = await fixture.newEvent();
    const seen: number[] = [];
    const write = async (door: number) => {
      for (let i = 0; i < 10; i++) {
        const ledger = i % 2 === 0 ? fixture.ledger : fixture.other;
        await ledger.entries.record(eventId, [entry(`${door}-${i}`)], someTime);
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
  });
}
