import type { Guest } from '@jari/contract';
import { describe, expect, it } from 'vitest';
import type { Standing } from '#lib/door/door-book.ts';
import { speak } from '#lib/door/verdict-talk.ts';
import { doorWords } from '#lib/door/words.ts';
import { doorState } from './support/door-state.ts';

const guest: Guest = {
  ...{ reservation: 1, origin: 1, code: '7KQ4M-2XF8T', name: 'Ann', state: 'active', seats: [] },
};
const standing = (seats: number, left: number): Standing => ({
  ...{ seats, left, admitted: seats - left, doubled: 0 },
  scans: [
    {
      scan: { scanId: 'a', reservation: 1, count: 1, door: 'Door B', at: Date.parse('2026-12-24T10:02:03Z') },
      ...{ admitted: 1, doubled: 0 },
    },
  ],
});
const code = '7KQ4M-2XF8T';
const said = (verdict: Parameters<typeof speak>[0]) => speak(verdict, doorState, doorWords.t, 'ko');

describe('What a door says', () => {
  it('of a party is how many of them have not come yet', () => {
    const welcome = (seats: number, left: number, isProven: boolean) =>
      said({ kind: 'welcome', reservation: 1, guest, code, standing: standing(seats, left), isProven });
    expect(welcome(5, 2, true)).toEqual({ signal: 'ask', title: '일행 5명 중 2명 남음', lines: [] });
    expect(welcome(5, 5, true).title).toBe('일행 5명');
    expect(welcome(1, 1, false)).toMatchObject({
      title: doorWords.t.verdict.welcome,
      lines: [doorWords.t.verdict.askName],
    });
  });

  it('of a ticket that was used is when and where, by the venue’s clock', () => {
    const { signal, lines } = said({ kind: 'already_in', guest, code, standing: standing(1, 0) });
    expect(signal).toBe('no');
    expect(lines.join()).toContain('Door B');
    expect(lines.join()).toMatch(/7:02:03/);
  });

  it('of another evening’s ticket is which evening, by the venue’s clock', () => {
    const { signal, lines } = said({ kind: 'other_event', eventId: 'ball', code });
    expect(signal).toBe('no');
    expect(lines.join()).toMatch(/무도회.*12월 25일.*7:30/);
  });

  it('lets nobody in who is on no list, or comes with what is void', () => {
    const verdicts = [
      { kind: 'cancelled', guest },
      { kind: 'transferred', guest },
      { kind: 'forged' },
      { kind: 'unknown_key' },
      { kind: 'no_ticket' },
      { kind: 'not_found', code },
    ] as const;
    for (const verdict of verdicts) {
      const { signal, title, lines } = said(verdict);
      expect([signal, title !== '', lines.length]).toEqual(['no', true, 1]);
    }
  });
});
