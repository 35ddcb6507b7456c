import type { Failure } from '@jari/client/outcome';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { seatWord, duration, isOrAre } from '#lib/i18n/english.ts';
import { explain } from '#lib/i18n/explain.ts';
import { formatCount, formatMoney } from '#lib/i18n/format.ts';
import { i18n } from '#lib/i18n/i18n.svelte.ts';
import { learnRefusals } from '#lib/i18n/learn-refusals.ts';
import { download } from '#lib/tickets/calendar.ts';
import { refusal } from './support/fake-server.ts';

beforeAll(() => learnRefusals());
afterEach(() => {
  i18n.lang = 'ko';
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('what went wrong', () => {
  const said = (because: (Failure & { kind: 'unreachable' })['because']) =>
    explain({ kind: 'unreachable', because }).title;

  it('without an answer says why there is none, in either language', () => {
    const all = () => (['offline', 'timeout', 'network', 'bad_answer'] as const).map(said);
    expect(all()).toEqual([
      '인터넷에 연결되어 있지 않아요',
      '응답이 늦어지고 있어요',
      ...Array<string>(2).fill('서버에 연결하지 못했어요'),
    ]);
    i18n.lang = 'en';
    expect(all()).toEqual([
      'You are offline',
      'The answer is taking too long',
      ...Array<string>(2).fill('We couldn’t reach the server'),
    ]);
    expect(explain({ kind: 'unreachable', because: 'timeout' }).advice).toBe('Please try again in a moment.');
    expect(explain({ kind: 'unreachable', because: 'offline' }).advice).not.toBe(
      'Please try again in a moment.',
    );
  });

  it('with an answer says what the answer means, and what to do', () => {
    // As the server sends it.
    const failure = { kind: 'refused', problem: refusal('seat_held') } as Failure;
    const [ko, en] = (['ko', 'en'] as const).map((lang) => ((i18n.lang = lang), explain(failure)));
    for (const said of [ko?.title, ko?.advice]) expect(said).toMatch(/[가-힣]/);
    for (const said of [en?.title, en?.advice]) expect(said).toMatch(/^[A-Z][a-z]/);
  });
});

describe('numbers in words', () => {
  it('count as English does', () => {
    expect(['A1', 'A1, A2'].map((labels) => [seatWord(labels), isOrAre(labels)])).toEqual([
      ['Seat', 'is'],
      ['Seats', 'are'],
    ]);
    expect([seatWord(['A1']), seatWord(['A1', 'A2'])]).toEqual(['Seat', 'Seats']);
    expect([30, 60, 90, 120, 600].map(duration)).toEqual([
      '30 seconds',
      'a minute',
      '90 seconds',
      '2 minutes',
      '10 minutes',
    ]);
  });

  it('are written as the reader’s country writes them', () => {
    expect([formatCount(1_234_567, 'ko'), formatCount(0, 'en')]).toEqual(['1,234,567', '0']);
    expect([
      formatMoney(55_000, 'KRW', 'ko'),
      formatMoney(5_500, 'EUR', 'en'),
      formatMoney(5_550, 'EUR', 'en'),
    ]).toEqual(['₩55,000', '€55', '€55.50']);
  });
});

it('a file is handed over under its name, and its address is given back when it has been read', () => {
  vi.useFakeTimers();
  const gone: string[] = [];
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:1');
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation((address) => void gone.push(address));
  const link = {
    href: '',
    download: '',
    clicked: '',
    click: () => (link.clicked = `${link.href} ${link.download}`),
  };
  vi.stubGlobal('document', { createElement: () => link });
  download('BEGIN:VCALENDAR', 'show.ics');
  expect(link.clicked).toBe('blob:1 show.ics');
  vi.advanceTimersByTime(9_999);
  expect(gone).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(gone).toEqual(['blob:1']);
  vi.restoreAllMocks();
});
