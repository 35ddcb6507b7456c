import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** A phone number as it is kept (E.164), or why it cannot be one. */
export type Phone = { readonly phone: string } | { readonly message: string };

/**
 * A Korean mobile number as nearly everybody here types it. Asking the library takes about 9 µs, a good part
 * of what a whole reservation may cost; a test holds this against the library's own answer.
 */
const KOREAN_MOBILE = /^010[- ]?([1-46-9][0-9]{3})[- ]?([0-9]{4})$/;

/**
 * Reads a phone number: Korean as people write it, or any country's with its prefix. The complete metadata
 * is used, because the small one only counts digits and would take `010-0000-000` for a number.
 */
export function readPhone(text: string): Phone {
  const mobile = KOREAN_MOBILE.exec(text);
  if (mobile !== null) return { phone: `+8210${mobile[1]}${mobile[2]}` };
  const number = parsePhoneNumberFromString(text.normalize('NFKC').trim(), {
    defaultCountry: 'KR',
    extract: false,
  });
  if (number === undefined || !number.isValid() || number.ext !== undefined) {
    return { message: 'must be a phone number, e.g. 010-1234-5678 or +82 10 1234 5678' };
  }
  return { phone: number.number };
}
