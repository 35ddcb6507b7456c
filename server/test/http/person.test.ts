import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { readMobile, readPhone } from '../../src/http/reservations/phone.ts';
import { readUserName } from '../../src/http/reservations/user-name.ts';

describe('a name', () => {
  const kept: [text: string, name: string][] = [
    ['Alice', 'Alice'],
    ['  Kim \t Min-ji\n', 'Kim Min-ji'],
    ['김　민지', '김 민지'],
    // Decomposed Hangul and an accent as a separate mark, as some keyboards and systems send them.
    ['\u1100\u1175\u11b7', '김'],
    ['Rene\u0301', 'Ren\u00e9'],
    ["O'Brien-Ōno, 3rd", "O'Brien-Ōno, 3rd"],
    // Two names that are misspelt without a joiner.
    ['علی\u200cرضا', 'علی\u200cرضا'],
    ['ශ\u200dරී', 'ශ\u200dරී'],
    ['𠮷野'.repeat(25), '𠮷野'.repeat(25)],
    ['<script>', '<script>'],
  ];
  for (const [text, name] of kept) {
    it(`is kept as it reads: ${JSON.stringify(name)}`, () => {
      expect(readUserName(text)).toEqual({ name });
    });
  }

  const refused = {
    empty: '',
    'white space only': ' \u00a0\u3000\t',
    '51 characters': 'x'.repeat(51),
    'a control character': 'a\u0007b',
    'the end of a string': 'a\u0000b',
    'text that runs backwards': 'a\u202eb',
    'a zero-width space': 'a\u200bb',
    'a byte order mark within': 'a\ufeff\u200bb',
    'a joiner between nothing': '\u200d',
    'a joiner at the end': 'abc\u200d',
    'half a character': 'a\ud800b',
    'a private character': 'a\ue000b',
    'a mark without a letter': '\u0301',
  };
  for (const [what, text] of Object.entries(refused)) {
    it(`is refused: ${what}`, () => {
      expect(readUserName(text)).toEqual({ message: expect.any(String) as string });
    });
  }

  it('may have 50 characters, counted as people count and after composing', () => {
    expect(readUserName('𠮷'.repeat(50))).toEqual({ name: '𠮷'.repeat(50) });
    expect(readUserName('e\u0301'.repeat(50))).toEqual({ name: '\u00e9'.repeat(50) });
    expect(readUserName('𠮷'.repeat(51))).toHaveProperty('message');
  });
});

describe('a phone number', () => {
  const kept: [text: string, phone: string][] = [
    ['010-1234-5678', '+821012345678'],
    ['01012345678', '+821012345678'],
    ['010 1234 5678', '+821012345678'],
    ['０１０－１２３４－５６７８', '+821012345678'],
    ['+82 10 1234 5678', '+821012345678'],
    ['+82 (0)10-1234-5678', '+821012345678'],
    ['02-312-3456', '+8223123456'],
    ['+1 212 555 2368', '+12125552368'],
    ['+44 7911 123456', '+447911123456'],
    ['+81 90-1234-5678', '+819012345678'],
    ['+49 30 901820', '+4930901820'],
  ];
  for (const [text, phone] of kept) {
    it(`is kept in one form: ${text}`, () => {
      expect(readPhone(text)).toEqual({ phone });
    });
  }

  it('of a landline is a number, but not one to reserve with', () => {
    for (const text of ['02-312-3456', '031-123-4567', '+49 30 901820', '080-123-4567', '1588-1234']) {
      expect(readPhone(text)).toHaveProperty('phone');
      expect([text, readMobile(text)]).toEqual([
        text,
        { message: expect.stringContaining('landline') as string },
      ]);
    }
    // Nobody can tell an American mobile from a landline; and numbers of the net follow their owner.
    for (const text of [
      '010-1234-5678',
      '011-234-5678',
      '+1 212 555 2368',
      '+44 7911 123456',
      '070-1234-5678',
    ]) {
      expect([text, readMobile(text)]).toEqual([text, readPhone(text)]);
    }
  });

  it('of a Korean mobile, which is read in a shorter way, is read as the library does', () => {
    for (let first = 1; first <= 9; first++) {
      for (const rest of ['000-0000', '234-5678', '999-9999', '0123456', '012 3456']) {
        const text = `010-${first}${rest}`;
        const number = parsePhoneNumberFromString(text, 'KR');
        const expected = number?.isValid() === true ? { phone: number.number } : undefined;
        const { phone } = { phone: undefined, ...readPhone(text) };
        expect([text, phone]).toEqual([text, expected?.phone]);
      }
    }
  });

  const refused = [
    '',
    'phone',
    '12',
    '112',
    '010-1234',
    '010-1234-56789',
    '999-9999-9999',
    '+999 123456789',
    '+82',
    'call 010-1234-5678 now',
    '010-1234-5678 ext. 5',
    'tel:010-1234-5678;ext=5',
    '1'.repeat(40),
    "010-1234-5678'; --",
  ];
  for (const text of refused) {
    it(`is refused: ${JSON.stringify(text)}`, () => {
      expect(readPhone(text)).toEqual({ message: expect.any(String) as string });
    });
  }
});
