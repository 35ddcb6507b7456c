import type { EventDetails, Reservation } from '@jari/contract';
import { describe, expect, it } from 'vitest';
import { calendarText, foldLines } from '#lib/tickets/calendar.ts';
import { groupTickets } from '#lib/tickets/ticket-list.ts';
import { formatMoney } from '#lib/i18n/format.ts';
import { readCode } from '#lib/tickets/read-code.ts';

const url = 'https://tickets.example/reservations/default.1';
const words = { seats: '좌석', code: '예매 번호', endAssumed: '끝나는 시간은 예상이에요.' };
const event = {
  id: 'default',
  title: { ko: '한여름 밤의 꿈, 그리고; 아주 아주 아주 아주 아주 아주 긴 제목', en: 'A Dream' },
  venue: '자리 소극장, 서울',
  starts_at: '2031-06-21T10:30:00.000Z',
  ends_at: null,
  time_zone: 'Asia/Seoul',
} as EventDetails;
const reservation = {
  id: 'default.1',
  code: '7KQ4M-2XF8T',
  event: 'default',
  status: 'active',
  seats: [{ id: 1, label: 'A1' }],
  created_at: '2031-01-01T00:00:00.000Z',
} as Reservation;

const unfold = (text: string) => text.replace(/\r\n[ \t]/g, '').split('\r\n');

describe('The calendar file', () => {
  it('has title, place, seats, code and the ticket’s address, escaped', async () => {
    const lines = unfold((await calendarText(reservation, event, url, 'ko', words)) ?? '');
    expect(lines).toContain('SUMMARY:한여름 밤의 꿈\\, 그리고\\; 아주 아주 아주 아주 아주 아주 긴 제목');
    expect(lines).toContain('LOCATION:자리 소극장\\, 서울');
    expect(lines).toContain(`URL:${url}`);
    expect(lines.find((line) => line.startsWith('DESCRIPTION:'))).toBe(
      'DESCRIPTION:좌석 A1\\n예매 번호 7KQ4M-2XF8T\\n끝나는 시간은 예상이에요.',
    );
    expect(lines).toContain('UID:default.1@jari');
    expect(lines).toContain('STATUS:CONFIRMED');
    // Two hours before, when there is still time to go there.
    expect(lines).toContain('TRIGGER:-PT2H');
  });

  it('is in UTC, so that it is right in every zone, and lasts as long as it does', async () => {
    const lines = unfold(
      (await calendarText(
        reservation,
        { ...event, ends_at: '2031-06-21T13:05:00.000Z' },
        url,
        'en',
        words,
      )) ?? '',
    );
    expect(lines).toContain('DTSTART:20310621T103000Z');
    expect(lines).toContain('DTEND:20310621T130500Z');
    expect(lines.join()).not.toContain(words.endAssumed);
    expect(lines).toContain('SUMMARY:A Dream');
  });

  it('sets two hours aside where there is no end, and says so', async () => {
    const text = (await calendarText(reservation, event, url, 'ko', words)) ?? '';
    expect(unfold(text)).toContain('DTEND:20310621T123000Z');
    expect(unfold(text).join()).toContain(words.endAssumed);
  });

  it('has lines of 75 octets at most, none of which cuts a letter', async () => {
    const text = (await calendarText(reservation, event, url, 'ko', words)) ?? '';
    expect(text.endsWith('\r\n')).toBe(true);
    for (const line of text.split('\r\n'))
      expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(text).not.toContain('\uFFFD');
    const long = `X:${'가🎭'.repeat(60)}`;
    expect(foldLines(long).replaceAll('\r\n ', '')).toBe(long);
  });

  it('says that a cancelled reservation is cancelled', async () => {
    const cancelled = { ...reservation, status: 'cancelled' as const };
    const text = await calendarText(cancelled, event, url, 'en', words);
    expect(text).toContain('STATUS:CANCELLED');
  });
});

describe('The list of tickets', () => {
  const at = (starts_at: string, sequence: number, status: Reservation['status'] = 'active') => ({
    reservation: { ...reservation, id: `e.${sequence}`, status },
    event: { ...event, starts_at },
  });
  const ids = (entries: readonly { reservation: Reservation }[]) =>
    entries.map((entry) => entry.reservation.id);

  it('has what comes next first, what is over latest first, and what was cancelled apart', () => {
    const groups = groupTickets(
      [
        at('2031-06-22T10:00:00Z', 1),
        at('2031-06-20T10:00:00Z', 2),
        at('2031-06-01T10:00:00Z', 3),
        at('2031-06-10T10:00:00Z', 4),
        at('2031-06-10T10:00:00Z', 5, 'cancelled'),
      ],
      Date.parse('2031-06-15T00:00:00Z'),
    );
    expect([ids(groups.active), ids(groups.past), ids(groups.cancelled)]).toEqual([
      ['e.2', 'e.1'],
      ['e.4', 'e.3'],
      ['e.5'],
    ]);
  });

  it('does not put away a ticket while its evening lasts, nor one whose event is not known', () => {
    const now = Date.parse('2031-06-15T11:30:00Z');
    const groups = groupTickets([at('2031-06-15T10:00:00Z', 1), { reservation, event: null }], now);
    expect(ids(groups.active).toSorted()).toEqual(['default.1', 'e.1']);
  });
});

it.each([
  [55_000, 'KRW', '₩55,000', '₩55,000'],
  [5_500, 'EUR', '€55', '€55'],
  [5_550, 'EUR', '€55.50', '€55.50'],
  [0, 'KRW', '₩0', '₩0'],
] as const)('%i %s is written %s', (amount, currency, ko, en) => {
  expect([formatMoney(amount, currency, 'ko'), formatMoney(amount, currency, 'en')]).toEqual([ko, en]);
});

it.each([
  ['7kq4m 2xf8t', '7KQ4M-2XF8T'],
  ['o1hjk—2xf8t', '01HJK-2XF8T'],
  ['７ＫＱ４Ｍ－２ＸＦ８Ｔ', '7KQ4M-2XF8T'],
  ['7KQ4M-2XF8', undefined],
])('the code %j is read as %j', (text, code) => expect(readCode(text)).toBe(code));
