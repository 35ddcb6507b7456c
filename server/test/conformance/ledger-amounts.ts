import { expect, it } from 'vitest';
import type { BatchWriter } from './batch-writer.ts';
import type { Fixture } from './ledger.ts';

const PRICE_MAX = 1_000_000_000_000;

/** What was sold keeps what it cost. */
export function describeAmounts(fixture: Fixture): void {
  const amountsOf = async ({ eventId }: BatchWriter, sequence: number) => {
    const record = await fixture.other.findReservation({ eventId, sequence });
    return [record?.seatIds, record?.amounts, record?.currency];
  };

  it('keeps what each seat cost, also a seat without a price among others', async () => {
    const writer = (await fixture.newWriter())
      .reserve('u', [1, 2, 3], { amounts: [PRICE_MAX, null, 0], currency: 'KRW' })
      .reserve('v', [4]);
    await fixture.ledger.append(writer.batch());
    const { eventId } = writer;
    expect(await amountsOf(writer, 1)).toEqual([[1, 2, 3], [PRICE_MAX, null, 0], 'KRW']);
    expect(await amountsOf(writer, 2)).toEqual([[4], null, null]);
    const sold = { amounts: [PRICE_MAX, null, 0], currency: 'KRW' };
    expect((await fixture.other.recall(eventId, 1))?.reservation).toMatchObject(sold);
    const own = (await fixture.other.reservationsOf('u')).find((each) => each.eventId === eventId);
    expect(own).toMatchObject(sold);
  });

  it('lets the seats that remain of a reservation keep their amounts', async () => {
    const writer = (await fixture.newWriter())
      .reserve('u', [2, 5, 7], { amounts: [20, 50, 70], currency: 'EUR' })
      .reserve('v', [1, 3], { amounts: [10, 30], currency: 'EUR' })
      .cancel(2, 'v', [1], [3]);
    await fixture.ledger.append(writer.batch());
    expect(await amountsOf(writer, 2)).toEqual([[3], [30], 'EUR']);
    const partly = writer.next().cancel(1, 'u', [5], [2, 7]);
    await fixture.ledger.append(partly.batch());
    expect(await amountsOf(writer, 1)).toEqual([[2, 7], [20, 70], 'EUR']);
    await fixture.ledger.append(partly.next().cancel(1, 'u', [2, 7]).batch());
    expect(await amountsOf(writer, 1)).toEqual([[2, 7], [20, 70], 'EUR']);
  });

  it('lists with every event how many of its seats are available', async () => {
    const left = async (eventId: string) =>
      (await fixture.other.listEvents()).find((each) => each.eventId === eventId)?.availableCount;
    const writer = (await fixture.newWriter()).hold('u', [1, 2]).reserve('v', [5]).block([9]);
    expect(await left(writer.eventId)).toBe(9);
    await fixture.ledger.append(writer.batch());
    expect(await left(writer.eventId)).toBe(5);
    const later = writer.next().release('u', [1, 2]).cancel(2, 'v', [5]);
    await fixture.ledger.append(later.batch());
    expect(await left(writer.eventId)).toBe(8);
    const refused = await fixture.ledger.append(later.block([3]).batch());
    expect([refused, await left(writer.eventId)]).toMatchObject([{ why: 'conflict' }, 8]);
  });
}
