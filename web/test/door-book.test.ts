import type { Entry, Guest } from '@jari/contract';
import { describe, expect, it } from 'vitest';
import { DoorBook } from '../src/lib/door/door-book.ts';

const guest = (reservation: number, given: Partial<Guest> = {}): Guest => ({
  ...{
    reservation,
    origin: reservation,
    code: `CODE${reservation}-AAAAA`,
    name: `Guest ${reservation}`,
    state: 'active',
  },
  seats: [{ label: `A${reservation}`, section: 'Stalls' }],
  ...given,
});
const entry = (scan_id: string, reservation: number, at: string, count = 1): Entry => ({
  ...{ number: 1, scan_id, reservation, count, door: 'Door A', device: 'p', undoes: null, actor: null },
  at: `2026-12-24T19:${at}:00.000Z`,
});
const party = (labels: readonly string[]) => labels.map((label) => ({ label, section: 'Balcony' }));
const bookOf = (...guests: Guest[]) => {
  const book = new DoorBook();
  book.putGuests(guests);
  return book;
};

describe('what a door knows', () => {
  it('is nobody of a history that is no more once the list is read anew, and still who came in', () => {
    const book = bookOf(guest(1), guest(2, { name: 'Gone' }));
    book.putEntries([entry('a', 1, '02')]);
    book.replaceGuests([guest(1)]);
    expect([book.guestCount, book.guestByCode('CODE2-AAAAA'), book.search('Gone', 9)]).toEqual([
      1,
      undefined,
      [],
    ]);
    expect(book.standing(1).admitted).toBe(1);
  });

  it('is the same at two doors that know the same, whoever heard what first', () => {
    const guests = [guest(1), guest(2, { seats: party(['B1', 'B2', 'B3', 'B4']) })];
    const told = [entry('a', 1, '02'), entry('b', 1, '01'), entry('c', 2, '03', 2), entry('d', 2, '04', 2)];
    const [one, other] = [bookOf(...guests), bookOf(...guests)];
    one.putEntries(told);
    for (const each of [told[3], told[1], told[0], told[2], told[1]]) if (each) other.putEntries([each]);
    expect(other.counts()).toEqual(one.counts());
    expect(other.doubles()).toEqual(one.doubles());
    expect(one.counts()).toEqual({
      whole: { section: null, admitted: 5, expected: 5 },
      sections: [
        { section: 'Stalls', admitted: 1, expected: 1 },
        { section: 'Balcony', admitted: 4, expected: 4 },
      ],
    });
    const [double] = one.doubles();
    expect(double?.standing.scans.map(({ scan, doubled }) => [scan.scanId, doubled])).toEqual([
      ['b', 0],
      ['a', 1],
    ]);
  });

  it('counts of a party that has come in part only those who have', () => {
    const book = bookOf(guest(1, { seats: party(['B1', 'B2', 'B3', 'B4']) }), guest(2));
    expect(book.counts().sections.map(({ admitted }) => admitted)).toEqual([0, 0]);
    book.putEntries([entry('a', 1, '01', 3)]);
    expect(book.counts()).toEqual({
      whole: { section: null, admitted: 3, expected: 5 },
      sections: [
        { section: 'Balcony', admitted: 3, expected: 4 },
        { section: 'Stalls', admitted: 0, expected: 1 },
      ],
    });
  });

  it('lets in again whoever was let in by mistake, and finds no double in it', () => {
    const undo = { ...entry('undo', 1, '05'), undoes: 'a' };
    const told = [entry('a', 1, '01'), undo, entry('b', 1, '09')];
    for (const heard of [told, told.toReversed()]) {
      const book = bookOf(guest(1));
      book.putEntries(heard);
      expect(book.standing(1)).toMatchObject({ admitted: 1, doubled: 0, left: 0 });
      expect(book.doubles()).toEqual([]);
    }
    // Also what only this phone knows yet.
    const book = bookOf(guest(1));
    book.putEntries(told.slice(0, 1));
    book.putOwn([{ scanId: 'own', reservation: 1, count: 1, door: 'Door A', at: 0, undoes: 'a' }]);
    expect(book.standing(1)).toMatchObject({ admitted: 0, left: 1 });
  });

  it('lets in no more of a party than have not come yet', () => {
    const book = bookOf(guest(2, { seats: party(['B1', 'B2', 'B3', 'B4']) }));
    const left = () => book.standing(2).left;
    expect(left()).toBe(4);
    book.putEntries([entry('a', 2, '01', 3)]);
    expect(left()).toBe(1);
    book.putEntries([entry('b', 2, '02', 1)]);
    expect(left()).toBe(0);
  });

  it('counts what this phone has not sent yet, and the server’s time of it once it is known', () => {
    const book = bookOf(guest(1), guest(2));
    book.putOwn([{ scanId: 'a', reservation: 1, count: 1, door: 'Door A', at: 5 }]);
    expect(book.standing(1)).toMatchObject({ admitted: 1, left: 0 });
    book.putEntries([entry('a', 1, '07')]);
    book.putOwn([{ scanId: 'a', reservation: 1, count: 1, door: 'Door A', at: 5 }]);
    expect(book.standing(1).scans.map(({ scan }) => new Date(scan.at).getUTCMinutes())).toEqual([7]);
    expect(book.counts().whole).toMatchObject({ admitted: 1, expected: 2 });
  });

  it('takes a ticket that was handed on and its new one for the same place', () => {
    const book = bookOf(guest(1));
    // Before this door has heard of it, somebody comes with the old ticket.
    book.putOwn([{ scanId: 'a', reservation: 1, count: 1, door: 'Door A', at: 1 }]);
    book.putGuests([guest(1, { state: 'transferred' }), guest(5, { origin: 1, name: 'Other' })]);
    expect(book.standing(5)).toMatchObject({ admitted: 1, left: 0 });
    book.putEntries([entry('b', 5, '09')]);
    expect(book.doubles().map(({ guest: who, standing }) => [who?.name, standing.doubled])).toEqual([
      ['Other', 1],
    ]);
    expect(book.counts().whole).toMatchObject({ admitted: 1, expected: 1 });
  });

  it('is found by name, seat and code, however it is written, and not when it was cancelled', () => {
    const book = bookOf(
      guest(1, { name: '김 하늘' }),
      guest(2, { name: 'Zoë Ångström', seats: [{ label: 'B12', section: 'Balcony' }] }),
      guest(3, { name: '김하나', state: 'cancelled' }),
    );
    const found = (text: string) => book.search(text, 10).map(({ reservation }) => reservation);
    expect(found('김하')).toEqual([1]);
    expect(found('zoe ang')).toEqual([2]);
    expect(found('balcony b12')).toEqual([2]);
    expect(found('code1 - a')).toEqual([1]);
    expect(found(' ')).toEqual([]);
  });
});
