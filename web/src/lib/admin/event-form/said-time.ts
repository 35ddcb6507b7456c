import { formatCount } from '#lib/i18n/format.ts';
import type { Language } from '@jari/contract/text-in';
import type { EventFormWords } from '../words/event-form.ts';

/** "2 minutes 30 seconds": a time as it is said, with at most two parts. */
export function saidSeconds(seconds: number, words: EventFormWords['duration'], lang: Language): string {
  const parts: [keyof EventFormWords['duration'], number][] = [
    ['hours', Math.floor(seconds / 3_600)],
    ['minutes', Math.floor(seconds / 60) % 60],
    ['seconds', Math.round(seconds % 60)],
  ];
  const said = parts.filter(([, count]) => count > 0).slice(0, 2);
  if (said.length === 0) return words.seconds('0');
  return said.map(([unit, count]) => words[unit](formatCount(count, lang))).join(' ');
}
