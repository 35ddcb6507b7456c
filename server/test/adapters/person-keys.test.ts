import { describe, expect, it } from 'vitest';
import { PersonKeys } from '../../src/adapters/postgres/person-keys.ts';
import { OLD_PERSONAL_DATA_KEY, PERSONAL_DATA_KEY, personKeys } from '../support/person-keys.ts';

const KIM = { userName: '김 철수\nJr.', phone: '+821012345678' };
const place = { eventId: 'default', sequence: 17 };
const seal = (keys = personKeys) => keys.seal(KIM, place) ?? '';

describe('A name and phone at rest', () => {
  it('are read back where they were written, and nowhere else', () => {
    const sealed = seal();
    expect(personKeys.open(sealed, place)).toEqual(KIM);
    expect(personKeys.open(sealed, { ...place, sequence: 18 })).toBeUndefined();
    expect(personKeys.open(sealed, { ...place, eventId: 'default1' })).toBeUndefined();
    expect(personKeys.open(sealed, { eventId: 'default:1', sequence: 7 })).toBeUndefined();
  });

  it('look different each time they are written', () => {
    expect(new Set(Array.from({ length: 1_100 }, () => seal())).size).toBe(1_100);
  });

  it('are refused when any character of them was changed, or some are missing', () => {
    const sealed = seal();
    for (let i = 0; i < sealed.length; i++) {
      const other = sealed[i] === 'A' ? 'Q' : 'A';
      expect(
        personKeys.open(sealed.slice(0, i) + other + sealed.slice(i + 1), place),
        String(i),
      ).toBeUndefined();
      expect(personKeys.open(sealed.slice(0, i), place)).toBeUndefined();
    }
  });

  it('are nothing when there is nothing to keep, and half when there is one of the two', () => {
    expect(personKeys.seal({ userName: '', phone: '' }, place)).toBeNull();
    const desk = { userName: 'Box office', phone: '' };
    expect(personKeys.open(personKeys.seal(desk, place) ?? '', place)).toEqual(desk);
    expect(personKeys.marks(desk)).toMatch(/^\.{12}[\w-]{12}$/);
    expect(personKeys.marks({ ...desk, userName: ' ' })).toBe('.'.repeat(24));
  });

  it('are read by a key that no longer encrypts, and not by one that is gone', () => {
    const before = new PersonKeys([OLD_PERSONAL_DATA_KEY]);
    const rotated = new PersonKeys([PERSONAL_DATA_KEY, OLD_PERSONAL_DATA_KEY]);
    const sealed = seal(before);
    expect(rotated.open(sealed, place)).toEqual(KIM);
    expect(seal(rotated).startsWith(personKeys.currentId)).toBe(true);
    expect(personKeys.open(sealed, place)).toBeUndefined();
  });

  it('are found by the marks of every key, and written with those of the first', () => {
    const before = new PersonKeys([OLD_PERSONAL_DATA_KEY]);
    const rotated = new PersonKeys([PERSONAL_DATA_KEY, OLD_PERSONAL_DATA_KEY]);
    const [newer, older] = [personKeys.marks(KIM), before.marks(KIM)];
    expect(rotated.marks(KIM)).toBe(newer);
    expect(rotated.marksOfPhone(KIM.phone)).toEqual([newer.slice(0, 12), older.slice(0, 12)]);
    expect(rotated.marksOfName(KIM.userName)).toEqual([newer.slice(12), older.slice(12)]);
  });
});

describe('A mark', () => {
  it('is that of a name as people write it', () => {
    const mark = personKeys.marks({ userName: 'Ｋim  Lee', phone: '+82' }).slice(12);
    expect(personKeys.marksOfName('KIM LEE')).toEqual([mark]);
    expect(personKeys.marksOfName('kimlee')).toEqual([mark]);
    expect(personKeys.marksOfName('Kim Le')).not.toEqual([mark]);
  });

  it('tells nothing without the key, and a name from a phone', () => {
    const [phone] = personKeys.marksOfPhone('+821012345678');
    expect(new PersonKeys([OLD_PERSONAL_DATA_KEY]).marksOfPhone('+821012345678')).not.toContain(phone);
    expect(personKeys.marksOfName('+821012345678')).not.toContain(phone);
  });
});
