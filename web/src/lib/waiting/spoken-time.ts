import { countdownParts } from '#lib/sale/sale-times.ts';
import { waiting } from '#lib/i18n/waiting.ts';

/** A span of time in words: the two largest parts, or all of them where one waits for its end. */
export function spokenTime(ms: number, { parts: most = 2 } = {}): string {
  const { days, hours, minutes, seconds } = countdownParts(ms);
  const { t } = waiting;
  const words = [
    days > 0 ? t.days(days) : '',
    hours > 0 ? t.hours(hours) : '',
    minutes > 0 ? t.minutes(minutes) : '',
    seconds > 0 ? t.seconds(seconds) : '',
  ].filter(Boolean);
  return words.length === 0 ? t.seconds(0) : words.slice(0, most).join(' ');
}

/** How long a turn is, roughly: nobody needs the seconds of ten minutes. */
export function roughTime(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return spokenTime((seconds >= 120 ? Math.round(seconds / 60) * 60 : seconds) * 1000);
}
