/** The letters of a code, which are those of adapters/system/random.ts, and how many there are. */
const CODE = /^[0-9A-HJKMNP-TV-Z]{10}$/;
/** What people write between the halves: any dash there is, blanks, dots. */
const BETWEEN = /[\p{Pd}\p{Zs}\s.·_]/gu;

/**
 * A reservation's code as it is kept ("7KQ4M-2XF8T"), from how somebody types it: in small letters, in full
 * width, with other dashes or none, and with the letters that a code leaves out because they look like digits.
 * Undefined for what cannot be meant as a code.
 */
export function readCode(text: string): string | undefined {
  const letters = text
    .normalize('NFKC')
    .replace(BETWEEN, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return CODE.test(letters) ? `${letters.slice(0, 5)}-${letters.slice(5)}` : undefined;
}
