import { seatsInWords, textIn } from '@jari/contract';
import type { Event } from '../../domain/event.ts';
import type { Hall } from '../../domain/hall.ts';
import { totalOf } from '../../domain/prices.ts';
import type { ReservationRecord } from '../../ports/reservation-record.ts';

type Lang = 'ko' | 'en';
const locales: Record<Lang, string> = { ko: 'ko-KR', en: 'en-GB' };

/** What stands on a printed ticket, in the words and by the clock of the venue. */
export function printedFacts(
  record: Pick<ReservationRecord, 'seatIds' | 'amounts' | 'currency'>,
  event: Pick<Event, 'title' | 'venue' | 'startsAt'>,
  hall: Pick<Hall, 'label'>,
  { lang, timeZone }: { readonly lang: Lang; readonly timeZone: string },
) {
  const when = new Intl.DateTimeFormat(locales[lang], { timeZone, dateStyle: 'full', timeStyle: 'short' });
  const total = totalOf(record);
  return {
    title: textIn(event.title, lang),
    venue: textIn(event.venue, lang),
    when: when.format(event.startsAt),
    seats: seatsInWords(
      record.seatIds.map((seatId) => ({ label: hall.label(seatId) })),
      ' · ',
    ),
    amount: total === undefined || record.currency === null ? undefined : money(total, record.currency, lang),
  };
}

/** Amounts are in minor units: 5500 is 55.00 of euros, 5500 won. */
function money(amount: number, currency: string, lang: Lang): string {
  const format = new Intl.NumberFormat(locales[lang], { style: 'currency', currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 0));
}
