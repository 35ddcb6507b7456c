import { formatPhone } from '#lib/i18n/format.ts';

/** Of a number only its end is shown: enough to know one's own again, not enough to call it. */
export function maskPhone(phone: string): string {
  const shown = formatPhone(phone);
  const digits = [...shown.matchAll(/\d/g)].map(({ index }) => index);
  const hidden = new Set(digits.slice(0, -4));
  return [...shown].map((letter, i) => (hidden.has(i) ? '•' : letter)).join('');
}
