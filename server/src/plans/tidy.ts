/**
 * The one way in which words and numbers are written in a plan, so that two files that mean the same hall get
 * the same id: a file from macOS spells 가 in two signs, and drawing programs leave 15.000000000000002.
 */

/** Nearly every name and number: letters, digits and signs of ASCII and Hangul with single spaces between. */
const TIDY = /^(?:[!-~\uac00-\ud7a3]+(?: (?! |$)|$))*$/;

/** What is between words becomes one space; nothing that cannot be seen or stored remains. */
export function tidyLine(text: string): string {
  if (TIDY.test(text)) return text;
  return wellFormed(text)
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** The same for text that may have several lines. */
export function tidyText(text: string): string {
  return wellFormed(text)
    .normalize('NFC')
    .split('\n')
    .map((line) => line.replace(/[\s\p{Cc}]+/gu, ' ').trim())
    .join('\n')
    .trim();
}

/** For what other programs wrote for themselves: only what no database stores goes. */
export function tidyForeign(text: string): string {
  if (TIDY.test(text)) return text;
  return wellFormed(text).replace(/\p{Cc}/gu, '');
}

/** A millionth of the plan's unit: finer than any drawing, coarser than what arithmetic leaves behind. */
const PARTS = 1_000_000;

export function tidyNumber(value: number): number {
  // The sum turns -0 into 0.
  return Math.round(value * PARTS) / PARTS + 0;
}

/** Half of a character beyond U+FFFF, as a cut through the middle of an emoji leaves it, is none. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}
