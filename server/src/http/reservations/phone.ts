import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** A phone number as it is kept (E.164), or why it cannot be one. */
export type Phone = { readonly phone: string } | { readonly message: string };

/**
 * Reads a phone number: Korean as people write it, or any country's with its prefix. The complete metadata
 * is used, because the small one only counts digits and would take `010-0000-000` for a number.
 */
export function readPhone(text: string): Phone {
  const number = parsePhoneNumberFromString(text.normalize('NFKC').trim(), {
    defaultCountry: 'KR',
    extract: false,
  });
  if (number === undefined || !number.isValid() || number.ext !== undefined) {
    return { message: 'must be a phone number, e.g. 010-1234-5678 or +82 10 1234 5678' };
  }
  return { phone: number.number };
}
