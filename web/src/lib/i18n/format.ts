import type { Lang } from './i18n.svelte.ts';

const locales: Record<Lang, string> = { ko: 'ko-KR', en: 'en-GB' };

/** A moment as one says it at the venue: day, date and time, wherever the visitor is. */
export function formatMoment(iso: string, timeZone: string, lang: Lang): string {
  return new Intl.DateTimeFormat(locales[lang], {
    timeZone,
    // This year's evenings are said without the year.
    ...(new Date(iso).getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' as const }),
    month: 'long',
    day: 'numeric',
    weekday: 'short',
    hour: 'numeric',
    minute: '2-digit',
  }).format(new Date(iso));
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
