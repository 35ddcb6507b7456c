import type { LostRace, Problem } from '@jari/contract';
import { reasonWords } from '@jari/contract/reason-words';
import type { Lang } from './i18n.svelte.ts';

export { parseProblem } from '@jari/client/problem';
export { thenOf } from '@jari/client/then-of';

/** A refusal in the visitor's words and, where a race was lost, how close it was. */
export function refusalWords(
  { reason, lost_race }: Pick<Problem, 'reason' | 'lost_race'>,
  lang: Lang,
): { title: string; advice: string } {
  const { title, advice } = reasonWords[reason];
  const close = lost_race === undefined ? '' : `${closeness[lang](lost_race)} `;
  return { title: title[lang], advice: `${close}${advice[lang]}` };
}

const closeness: Readonly<Record<Lang, (race: LostRace) => string>> = {
  ko: ({ earlier_ms, others }) => {
    const when = earlier_ms === 0 ? '같은 순간에 한발 먼저' : `${seconds(earlier_ms)}초 먼저`;
    return `${when} 잡았고, ${others === 0 ? '아슬아슬했어요' : `${others}명이 더 이 좌석을 원했어요`}.`;
  },
  en: ({ earlier_ms, others }) => {
    const when =
      earlier_ms === 0
        ? 'It was taken in the very moment you asked'
        : `It was taken ${earlier_ms < 1_000 ? `${earlier_ms} ms` : `${seconds(earlier_ms)} s`} before you asked`;
    if (others === 0) return `${when}.`;
    return `${when}; ${others} ${others === 1 ? 'other' : 'others'} wanted it, too.`;
  },
};

/** With as many digits as one can feel. */
function seconds(ms: number): string {
  if (ms < 100) return (ms / 1_000).toFixed(3);
  return (ms / 1_000).toFixed(ms < 1_000 ? 2 : 1);
}
