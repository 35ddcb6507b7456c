import type { Guest } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DoorBook, type Standing } from '#lib/door/door-book.ts';
import { allowSound, signal, type Signal } from '#lib/door/signals.ts';
import { sectionBeside, speak } from '#lib/door/verdict-talk.ts';
import { doorWords, type DoorWords } from '#lib/door/words.ts';
import { i18n } from '#lib/i18n/i18n.svelte.ts';
import { doorState } from './support/door-state.ts';
import { loudspeaker } from './support/loudspeaker.ts';

afterEach(() => {
  i18n.lang = 'ko';
  vi.unstubAllGlobals();
});

describe('The words of a door', () => {
  it.each<[string, (t: DoorWords) => string, string, string]>([
    ['one seat', (t) => t.find.seats(1), '1 seat', '1석'],
    ['seats', (t) => t.find.seats(2), '2 seats', '2석'],
    ['some of a party that is found', (t) => t.find.someIn(1, 4), '1 of 4 in', '4명 중 1명 입장'],
    ['a whole party', (t) => t.verdict.welcomeGroup(4, 4), 'Party of 4', '일행 4명'],
    ['the rest of it', (t) => t.verdict.welcomeGroup(1, 4), '1 of 4 still out', '일행 4명 중 1명 남음'],
    ['letting in', (t) => t.verdict.admit(3), 'Let 3 in', '3명 입장'],
    ['who came in', (t) => t.verdict.admittedOf(1, 4), '1 of 4 in', '4명 중 1명 입장'],
    ['what is not told yet', (t) => t.sync.waiting(3), '3 to send', '3건 전송 대기'],
    ['how old the list is', (t) => t.sync.since('19:02'), 'List from 19:02', '19:02까지의 명단'],
    ['of how many', (t) => t.overview.of('1,200'), 'of 1,200', '전체 1,200'],
    ['one double', (t) => t.doubleBand(1), 'One ticket let in twice', '중복 입장 1건'],
    ['doubles', (t) => t.doubleBand(2), '2 tickets let in twice', '중복 입장 2건'],
  ])('say %s', (_, say, en, ko) => {
    expect(say(doorWords.t)).toBe(ko);
    i18n.lang = 'en';
    expect(say(doorWords.t)).toBe(en);
  });

  it('say what stays of a door that signs out before all is told', () => {
    i18n.lang = 'en';
    expect([1, 2].map(doorWords.t.overview.signOutWaiting)).toEqual([
      'One admission is not sent yet. It stays; only the list is wiped.',
      '2 admissions are not sent yet. They stay; only the list is wiped.',
    ]);
  });
});

const standing = (seats: number, left: number): Standing => ({
  ...{ seats, left, admitted: seats - left, doubled: 0 },
  scans: [],
});
const code = '7KQ4M-2XF8T';
const said = (verdict: Parameters<typeof speak>[0]) => {
  i18n.lang = 'en';
  return speak(verdict, doorState, doorWords.t, 'en');
};

describe('What a door says', () => {
  it('of a genuine ticket that is not on the list is that, and no question for a name', () => {
    const welcome = { kind: 'welcome', reservation: 1, guest: undefined, code, isProven: true } as const;
    expect(said({ ...welcome, standing: standing(1, 1) })).toEqual({
      ...{ signal: 'ask', title: 'Come in' },
      lines: ['Sold after the list was read. Its signature is genuine.'],
    });
  });

  it('of a party that is in is how many they are, also where nobody knows when', () => {
    const already = { kind: 'already_in', guest: undefined, code } as const;
    expect(said({ ...already, standing: standing(4, 0) }).lines).toEqual(['4 of 4 in']);
    expect(said({ ...already, standing: standing(1, 0) }).lines).toEqual([]);
  });

  it('of another evening is its title, or its name where that is not known', () => {
    expect(said({ kind: 'other_event', eventId: 'rave', code }).lines).toEqual([
      'It is for the event “rave”.',
    ]);
    expect(said({ kind: 'other_event', eventId: 'ball', code }).lines[0]).toMatch(/^The Ball · .*Dec/);
  });

  it('of a code that is on no list is how old the list is, by the venue’s clock', () => {
    expect(said({ kind: 'not_found', code }).lines[0]).toMatch(/^The list is from 19:00:00\./);
  });

  it.each([
    [[], undefined],
    [[{ label: 'A1', section: null }], undefined],
    [[{ label: 'Stalls A1', section: 'Stalls' }], undefined],
    [[{ label: 'A1', section: 'Stalls' }], 'Stalls'],
    [
      [
        { label: 'Stalls A1', section: 'Stalls' },
        { label: 'A2', section: 'Stalls' },
      ],
      'Stalls',
    ],
  ])('of a section is its name, where the seats do not say it: %j', (seats, section) => {
    expect(sectionBeside(seats)).toBe(section);
  });
});

describe('What a door knows of its guests', () => {
  const guest = (reservation: number, name: string): Guest => ({
    ...{ reservation, origin: reservation, code: `AAAA${reservation}-BBBBB`, name, state: 'active' },
    seats: [{ label: `A${reservation}`, section: null }],
  });

  it('is found by name, in its order and no more than asked for; nothing is no name', () => {
    const book = new DoorBook();
    book.putGuests([guest(1, 'Kim Cy'), guest(2, 'Kim Ann'), guest(3, 'Lee'), guest(4, 'Kim Bo')]);
    const found = (text: string, limit: number) => book.search(text, limit).map(({ name }) => name);
    expect(found('kim', 9)).toEqual(['Kim Ann', 'Kim Bo', 'Kim Cy']);
    expect(found('kim', 2)).toEqual(['Kim Ann', 'Kim Bo']);
    expect([found(' ', 9), found('a3', 9)]).toEqual([[], ['Lee']]);
  });

  it('is who came in twice, the newest first, and of strangers nothing', () => {
    const book = new DoorBook();
    book.putGuests([guest(1, 'Ann'), guest(2, 'Bo'), guest(3, 'Cy')]);
    const scan = (scanId: string, reservation: number, at: number) => ({
      ...{ scanId, event: 'gala', reservation, count: 1, at, door: 'Door A', isSent: false },
    });
    book.putOwn([scan('a', 1, 10), scan('b', 1, 20), scan('c', 2, 5), scan('d', 2, 30), scan('e', 3, 50)]);
    book.putOwn([scan('f', 9, 60), scan('g', 9, 70)]);
    expect(book.doubles().map(({ guest: who }) => who?.name)).toEqual(['Bo', 'Ann']);
  });
});

describe('What a door sounds like', () => {
  let felt: unknown[];
  let sound: ReturnType<typeof loudspeaker>;
  const heard = (kind: Signal) => {
    sound.tones = [];
    signal(kind);
    return sound.tones.map(({ hertz, type, from, to }) => [
      hertz,
      type,
      Number(from.toFixed(2)),
      Number(to.toFixed(2)),
    ]);
  };

  beforeEach(() => {
    felt = [];
    sound = loudspeaker('running');
    vi.stubGlobal('navigator', { vibrate: (pattern: unknown) => felt.push(pattern) });
  });

  it('is nothing before somebody has touched the page, or where there is no sound; it is felt all the same', () => {
    vi.stubGlobal('AudioContext', undefined);
    allowSound();
    for (const kind of ['yes', 'ask', 'no'] as const) expect(heard(kind)).toEqual([]);
    expect(felt).toEqual([60, [40, 60, 40], [180, 90, 180]]);
    vi.stubGlobal('navigator', {});
    expect(() => signal('no')).not.toThrow();
  });

  it('is a rising yes, one tone that asks, and a low no, twice with a pause', () => {
    allowSound();
    allowSound();
    expect([sound.made, sound.woken]).toEqual([1, 2]);
    expect(heard('yes')).toEqual([
      [880, 'sine', 0, 0.09],
      [1_320, 'sine', 0.09, 0.23],
    ]);
    expect(heard('ask')).toEqual([[740, 'sine', 0, 0.14]]);
    expect(heard('no')).toEqual([
      [196, 'square', 0, 0.2],
      [196, 'square', 0.27, 0.55],
    ]);
    sound.state = 'suspended';
    expect(heard('no')).toEqual([]);
  });
});
