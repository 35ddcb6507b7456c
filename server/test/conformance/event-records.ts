import { expect, it } from 'vitest';
import { HOLD_END_MEMORY_MS } from '../../src/ports/cancel-reasons.ts';
import type { Fixture } from './ledger.ts';

/** What every store promises of what the console reads. */
export function describeEventRecords(fixture: Fixture): void {
  it('tells what was sold after a change, oldest first, with what each seat cost', async () => {
    const writer = (await fixture.newWriter())
      .reserve('u', [1, 2], { amounts: [50_000, 30_000], currency: 'KRW' })
      .reserve('v', [3]);
    const { eventId } = writer.ground;
    await fixture.ledger.append(writer.batch());
    const { records } = fixture.other;
    const all = await records.soldAfter(eventId, 0, 10);
    expect(all).toMatchObject([
      { sequence: 1, seatIds: [1, 2], amounts: [50_000, 30_000] },
      { sequence: 2, seatIds: [3], amounts: null },
    ]);
    expect(await records.soldAfter(eventId, 1, 10)).toEqual(all.slice(1));
    expect(await records.soldAfter(eventId, 0, 1)).toEqual(all.slice(0, 1));
    expect(await records.soldAfter('none', 0, 1)).toEqual([]);
  });

  it('tells what organisers did to seats, newest first, and nothing that anybody else did', async () => {
    const writer = (await fixture.newWriter())
      .block([1])
      .hold('u', [2])
      .block([3])
      .by('integration:Shop')
      .reserve('v', [4])
      .by('recipient')
      .reserve('w', [5]);
    const { eventId } = writer.ground;
    await fixture.ledger.append(writer.batch());
    const { records } = fixture.other;
    const theirs = writer.batch().changes.filter(({ cause }) => cause === 'blocked');
    expect(await records.organisersChanges(eventId, 1e15, 10)).toEqual(theirs.toReversed());
    expect(await records.organisersChanges(eventId, 3, 10)).toEqual(theirs.slice(0, 1));
    expect(await records.organisersChanges(eventId, 1e15, 1)).toEqual(theirs.slice(1));
  });

  it('counts seats by state and adds up what the reserved ones cost', async () => {
    const first = (await fixture.newWriter())
      .block([1])
      .hold('u', [2])
      .reserve('v', [4, 5, 6], { amounts: [50_000, 50_000, 50_000], currency: 'KRW' })
      .reserve('w', [7], { amounts: [30_000], currency: 'KRW' });
    await fixture.ledger.append(first.batch());
    await fixture.ledger.append(first.next().cancel(3, 'v', [4], [5, 6]).cancel(4, 'w', [7]).batch());
    const eventIds = [first.ground.eventId, await fixture.newEvent(), 'none'];
    const tallies = await fixture.other.records.tally(eventIds);
    const byId = new Map(tallies.map((tally) => [tally.eventId, tally]));
    const [eventId, ofNobody] = eventIds;
    expect(byId.size).toBe(2);
    expect(byId.get(eventId ?? '')).toEqual({
      ...{ eventId, available: 5, held: 1, reserved: 2, blocked: 1 },
      revenue: 100_000,
    });
    expect(byId.get(ofNobody ?? '')).toMatchObject({ available: 9, reserved: 0, revenue: 0 });
  });

  it('keeps why a reservation was taken away, the last reason, until it is withdrawn', async () => {
    const { cancelReasons } = fixture.ledger;
    await cancelReasons.put('reasons', 1, 'first');
    await cancelReasons.put('reasons', 1, '마지막 이유');
    expect(await fixture.other.cancelReasons.find('reasons', 1)).toBe('마지막 이유');
    expect(await fixture.other.cancelReasons.find('reasons', 2)).toBeUndefined();
    await cancelReasons.put('reasons', 7, 'another');
    await cancelReasons.put('other', 2, 'of another event');
    expect([...(await fixture.other.cancelReasons.findAll('reasons', [2, 1, 7]))].toSorted()).toEqual([
      [1, '마지막 이유'],
      [7, 'another'],
    ]);
    await cancelReasons.withdraw('reasons', 1);
    expect(await fixture.other.cancelReasons.find('reasons', 1)).toBeUndefined();
  });

  it('tells why an organiser ended a hold: the last reason of each user, and only of what the log says was done', async () => {
    const { cancelReasons } = fixture.ledger;
    const writer = (await fixture.newWriter()).hold('ann', [1, 2, 3]).hold('bob', [4]);
    await fixture.ledger.append(writer.batch());
    const { eventId } = writer;
    const find = (userId: string) => fixture.other.cancelReasons.findForHold(eventId, userId);
    const put = (userId: string, seatIds: number[], reason: string, at: number, afterSequence = 2) =>
      cancelReasons.putForHolds(eventId, [{ userId, seatIds }], { reason, at, afterSequence });
    await put('ann', [1], 'first', 1_000);
    await put('ann', [2, 3], '마지막 이유', 2_000);
    await put('bob', [4], 'another', 3_000);
    expect(await find('ann')).toBeUndefined();
    const release = writer
      .next()
      .by('organiser:kim')
      .release('ann', [1])
      .by('organiser:kim')
      .release('ann', [2]);
    await fixture.ledger.append(release.release('bob', [4]).batch());
    expect(await find('ann')).toEqual({ seatIds: [2], at: 2_000, reason: '마지막 이유', sequence: 4 });
    // Bob gave it back himself, also where the same seat is taken from somebody after him.
    expect(await find('bob')).toBeUndefined();
    const later = release.next().hold('dan', [4]).by('organiser:kim').release('dan', [4]);
    expect(await fixture.ledger.append(later.batch())).toMatchObject({ ok: true });
    expect(await find('bob')).toBeUndefined();
    expect(await find('cem')).toBeUndefined();
    await put('ann', [2], 'not done', 2_500, 4);
    expect(await find('ann')).toBeUndefined();
    await put('ann', [2], 'done', 2_500, 3);
    await put('bob', [4], 'much later', 3_000 + HOLD_END_MEMORY_MS);
    expect(await find('ann')).toBeUndefined();
    await cancelReasons.putForHolds(eventId, [], { reason: 'nobody', at: 9_000, afterSequence: 0 });
  });
}
