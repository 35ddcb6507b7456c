import { beforeAll, describe, expect, it } from 'vitest';
import { checkDetails } from '#lib/reserve/check-details.ts';
import { cursorAfterFormat, formatAsYouType, loadPhoneFormats } from '#lib/reserve/phone.ts';

describe('the form', () => {
  it('asks only for what is plainly missing', () => {
    expect(checkDetails('', '')).toEqual({ name: 'name_missing', phone: 'phone_missing' });
    expect(checkDetails('   ', '010')).toEqual({ name: 'name_missing', phone: 'phone_wrong' });
    expect(checkDetails('김하늘', '010-1234-5678')).toEqual({});
    expect(checkDetails('Ann', '+14155550123')).toEqual({});
  });

  it('counts a name’s characters as people do', () => {
    expect(checkDetails('👩'.repeat(50), '01012345678')).toEqual({});
    expect(checkDetails('가'.repeat(51), '01012345678')).toEqual({ name: 'name_long' });
  });
});

describe('a phone number', () => {
  beforeAll(async () => {
    void loadPhoneFormats();
    await import('libphonenumber-js/min');
    await Promise.resolve();
  });

  it('is written as usual while it is typed', () => {
    expect(formatAsYouType('01012345678')).toBe('010-1234-5678');
    expect(formatAsYouType('+14155550123')).toBe('+1 415 555 0123');
  });

  it('keeps the cursor behind the digit that was typed', () => {
    expect(cursorAfterFormat('0101', 4, '010-1')).toBe(5);
    expect(cursorAfterFormat('010-91234-5678', 5, '010-9123-45678')).toBe(5);
  });

  it('has before the cursor what was before it as it was typed, wherever that is, with a plus or without', () => {
    const plain = (text: string) => text.replace(/[^\d+]/g, '');
    for (const typed of ['01012345678', '+821012345678', '+14155550123', '+1 (415) 5550123']) {
      const after = formatAsYouType(typed);
      for (let cursor = 0; cursor <= typed.length; cursor++) {
        const before = after.slice(0, cursorAfterFormat(typed, cursor, after));
        expect(plain(before), `${typed} at ${cursor}`).toBe(plain(typed.slice(0, cursor)));
      }
    }
  });
});
