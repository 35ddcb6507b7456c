import type { Lang } from './i18n.svelte.ts';

/** How dates and numbers are written in the languages of the page. */
export const locales: Readonly<Record<Lang, string>> = { ko: 'ko-KR', en: 'en-GB' };

/** A moment as one says it at the venue: day, date and time, wherever the visitor is. */
export function formatMoment(iso: string, timeZone: string, lang: Lang): string {
  const yearOf = (moment: Date) =>
    new Intl.DateTimeFormat('en', { timeZone, year: 'numeric' }).format(moment);
  return new Intl.DateTimeFormat(locales[lang], {
    timeZone,
    // This year's evenings are said without the year, and which year it is the venue's calendar says.
    ...(yearOf(new Date(iso)) === yearOf(new Date()) ? {} : { year: 'numeric' as const }),
    // A Korean month has one name; only the short form sets the weekday apart where the year is said.
    month: lang === 'ko' ? 'short' : 'long',
    day: 'numeric',
    weekday: 'short',
    hour: 'numeric',
    minute: '2-digit',
  }).format(new Date(iso));
}

/** A price as it is written where the reader lives. Amounts are in minor units: 5500 is 55.00 of euros, 5500 won. */
export function formatMoney(amount: number, currency: string, lang: Lang): string {
  const format = new Intl.NumberFormat(locales[lang], { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 0;
  const value = amount / 10 ** digits;
  // Nobody writes 55.00 where all prices are whole.
  if (!Number.isInteger(value)) return format.format(value);
  return new Intl.NumberFormat(locales[lang], {
    style: 'currency',
    currency,
    minimumFractionDigits: 0,
  }).format(value);
}

/** A number as it is written where the reader lives: "12,000". */
export function formatCount(count: number, lang: Lang): string {
  return new Intl.NumberFormat(locales[lang]).format(count);
}

/** "1:05" from milliseconds; rounded up, so that 0:00 means that it is over. */
export function formatTimeLeft(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** A phone number as it is read in its country: "+821012345678" is 010-1234-5678 at home. */
export function formatPhone(e164: string): string {
  const korean = /^\+82(\d{2})(\d{3,4})(\d{4})$/.exec(e164);
  return korean ? `0${korean[1] ?? ''}-${korean[2] ?? ''}-${korean[3] ?? ''}` : e164;
}
