import { seatsInWords } from '@jari/contract/seat-words';
import { textIn } from '@jari/contract/text-in';
import type { Lang } from '#lib/i18n/i18n.svelte.ts';
import { formatMoment, locales } from '#lib/i18n/format.ts';
import type { DoorState } from './door-store.ts';
import type { Signal } from './signals.ts';
import type { Verdict } from './verdict.ts';
import type { DoorWords } from './words.ts';

/** A verdict in words, and how it looks and sounds. */
export interface Spoken {
  readonly signal: Signal;
  readonly title: string;
  readonly lines: readonly string[];
}

export function speak(verdict: Verdict, state: DoorState, words: DoorWords, lang: Lang): Spoken {
  const t = words.verdict;
  const clock = (at: number) => timeOf(at, state, lang);
  switch (verdict.kind) {
    case 'welcome': {
      const { standing, guest, isProven } = verdict;
      const title = standing.seats > 1 ? t.welcomeGroup(standing.left, standing.seats) : t.welcome;
      const lines = guest === undefined ? [t.notOnList] : isProven ? [] : [t.askName];
      return { signal: 'ask', title, lines };
    }
    case 'already_in': {
      const first = verdict.standing.scans[0]?.scan;
      const { seats } = verdict.standing;
      const lines = first === undefined ? [] : [`${t.firstAt}: ${t.alreadyAt(clock(first.at), first.door)}`];
      return {
        signal: 'no',
        title: t.already,
        lines: seats > 1 ? [...lines, t.admittedOf(seats, seats)] : lines,
      };
    }
    case 'cancelled':
      return { signal: 'no', title: t.cancelled, lines: [t.cancelledAdvice] };
    case 'transferred':
      return { signal: 'no', title: t.transferred, lines: [t.transferredAdvice] };
    case 'other_event': {
      const other = state.others[verdict.eventId];
      const line =
        other === undefined
          ? t.otherEventUnknown(verdict.eventId)
          : `${textIn(other.title, lang)} · ${formatMoment(other.startsAt, state.timeZone, lang)}`;
      return { signal: 'no', title: t.otherEvent, lines: [line] };
    }
    case 'not_found':
      return { signal: 'no', title: t.not_found, lines: [t.not_foundAdvice(clock(state.syncedAt))] };
    case 'forged':
    case 'unknown_key':
    case 'no_ticket':
      return { signal: 'no', title: t[verdict.kind], lines: [t[`${verdict.kind}Advice`]] };
  }
}

/** "19:02", by the venue's clock. */
export function timeOf(at: number, { timeZone }: Pick<DoorState, 'timeZone'>, lang: Lang): string {
  const format = { timeZone, hour: 'numeric', minute: '2-digit', second: '2-digit' } as const;
  return new Intl.DateTimeFormat(locales[lang], format).format(at);
}

/** The section of seats whose labels do not say it themselves, as those of a hall with several do. */
export function sectionBeside(
  seats: readonly { readonly label: string; readonly section: string | null }[],
): string | undefined {
  const section = seats[0]?.section ?? undefined;
  if (section === undefined || seats.every(({ label }) => label.startsWith(section))) return undefined;
  return section;
}

/** Seats as one says them, large enough to be read at arm's length. */
export function seatsOf(seats: readonly { readonly label: string }[]): string {
  return seatsInWords(seats, ' · ');
}
