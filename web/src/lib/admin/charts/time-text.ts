import { locales } from '#lib/i18n/format.ts';
import type { Lang } from '#lib/i18n/i18n.svelte.ts';

/** How finely a chart has to tell its times, so that no two columns have the same. */
export type Grain = 'seconds' | 'minutes' | 'days';

const MINUTE_S = 60;
const DAY_S = 86_400;

export function grainOf(times: readonly number[]): Grain {
  const [first = 0, second = Infinity] = times;
  // Over more than a day an hour alone would name several.
  if ((times.at(-1) ?? 0) - first >= DAY_S) return 'days';
  return second - first < MINUTE_S ? 'seconds' : 'minutes';
}

/** Tells times by the clock of `timeZone`. */
export function timeTextOf(grain: Grain, timeZone: string, lang: Lang): (seconds: number) => string {
  const format = new Intl.DateTimeFormat(locales[lang], {
    timeZone,
    ...(grain === 'days' ? { month: 'numeric', day: 'numeric' } : {}),
    hour: '2-digit',
    minute: '2-digit',
    ...(grain === 'seconds' ? { second: '2-digit' } : {}),
    hourCycle: 'h23',
  });
  return (seconds) => format.format(seconds * 1_000);
}
