import { parsePhoneNumberFromString, type NumberType } from 'libphonenumber-js/max';

/** A phone number as it is kept (E.164), or why it cannot be one. */
export type Phone = { readonly phone: string } | { readonly message: string };

/**
 * A Korean mobile number as nearly everybody here types it. Asking the library takes about 9 µs, a good part
 * of what a whole reservation may cost; a test holds this against the library's own answer.
 */
const KOREAN_MOBILE = /^010[- ]?([1-46-9][0-9]{3})[- ]?([0-9]{4})$/;

/** Kinds of numbers that ring in a house or an office, or cost extra. */
const AT_HOME: ReadonlySet<NumberType> = new Set<NumberType>([
  'FIXED_LINE',
  'TOLL_FREE',
  'SHARED_COST',
  'PREMIUM_RATE',
  'UAN',
  'PAGER',
  'VOICEMAIL',
]);

/**
 * Reads a phone number: Korean as people write it, or any country's with its prefix. The complete metadata
 * is used, because the small one only counts digits and would take `010-0000-000` for a number.
 */
export function readPhone(text: string): Phone {
  return read(text, () => true);
}

/**
 * The same for a number that somebody can be reached by on the way to the theatre, which is what the form asks for.
 * In some countries a number does not show whether it is a mobile's; those pass.
 */
export function readMobile(text: string): Phone {
  return read(text, (type) => type === undefined || !AT_HOME.has(type));
}

function read(text: string, suits: (type: NumberType) => boolean): Phone {
  const mobile = KOREAN_MOBILE.exec(text);
  if (mobile !== null) return { phone: `+8210${mobile[1]}${mobile[2]}` };
  const number = parsePhoneNumberFromString(text.normalize('NFKC').trim(), {
    defaultCountry: 'KR',
    extract: false,
  });
  if (number === undefined || !number.isValid() || number.ext !== undefined) {
    return { message: 'must be a phone number, e.g. 010-1234-5678 or +82 10 1234 5678' };
  }
  if (!suits(number.getType())) {
    return { message: 'must be the number of a mobile phone, not of a landline' };
  }
  return { phone: number.number };
}
