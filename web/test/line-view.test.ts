import type { LineStatus } from '@jari/contract';
import { placeInLine } from '@jari/contract/queue-order';
import { describe, expect, it } from 'vitest';
import { letsIn, lineView, type Standing } from '#lib/waiting/line-view.ts';
import { lineStatus } from './support/line.ts';

const waiting: Standing = { is: 'waiting', number: 40 };
const see = (status: Partial<LineStatus>, standing: Standing = waiting) =>
  lineView({ status: lineStatus(status), standing, remembered: undefined });

describe('what the waiting page shows', () => {
  it('counts those who come before me, and those only', () => {
    expect(see({ state: 'open', serving_number: 30 })).toMatchObject({ is: 'waiting', place: 40, ahead: 9 });
    expect(see({ state: 'open', serving_number: 39 })).toMatchObject({ is: 'waiting', ahead: 0 });
  });

  it('is my turn from the moment my place is served, and until the pass says more', () => {
    expect(see({ state: 'open', serving_number: 40 })).toEqual({ is: 'called', number: 40 });
    expect(see({ state: 'paused', serving_number: 41 })).toEqual({ is: 'called', number: 40 });
  });

  it('keeps my place while the doors are paused, or nobody can say who is next', () => {
    for (const state of ['paused', 'stalled'] as const) {
      expect(see({ state, serving_number: 30 })).toMatchObject({ is: state, number: 40, ahead: 9 });
    }
  });

  it('says before the opening that I am early, and has no place yet', () => {
    expect(see({ state: 'pre_queue', joined: 55 })).toEqual({ is: 'gathering', number: 40, joined: 55 });
  });

  it('reckons a shuffled place from the seed itself, and leaves those behind who came later', () => {
    const seed = 'c0ffee00c0ffee00c0ffee00c0ffee00';
    const shuffled = { state: 'open', order: 'shuffle', pre_queued: 50, seed } as const;
    const place = placeInLine(40, 50, seed);
    expect(place).not.toBe(40);
    expect(see(shuffled)).toMatchObject({ is: 'waiting', place, ahead: place - 1 });
    expect(see(shuffled, { is: 'waiting', number: 51 })).toMatchObject({ place: 51 });
  });

  it('has no place in a shuffled line until it is known who came before the opening', () => {
    expect(see({ state: 'open', order: 'shuffle', pre_queued: null }).is).toBe('gathering');
  });

  it('tells a line that has not begun to form from a sale that is over', () => {
    const opening = { state: 'closed', server_time: '2030-01-01T10:00:00Z' } as const;
    expect(see({ ...opening, gathers_at: '2030-01-01T11:00:00Z' }, { is: 'unknown' }).is).toBe('early');
    expect(see({ ...opening, gathers_at: '2030-01-01T09:00:00Z' }).is).toBe('open');
    expect(see({ ...opening, gathers_at: null }).is).toBe('open');
  });

  it('is the hall for everybody where there is no door any more, whatever has become of their turn', () => {
    const failure = { kind: 'unreachable', because: 'network' } as const;
    const standings: readonly Standing[] = [
      ...([waiting, { is: 'unknown' }, { is: 'left' }, { is: 'refused', failure }] as const),
      ...([
        { is: 'over', used: true },
        { is: 'over', used: false },
      ] as const),
    ];
    for (const standing of standings) {
      expect(see({ state: 'off' }, standing), standing.is).toEqual({ is: 'open' });
      expect(see({ state: 'closed', gathers_at: null }, standing), standing.is).toEqual({ is: 'open' });
    }
  });

  it('lets my turn go on whatever becomes of the line', () => {
    const inside: Standing = { is: 'inside', number: 40, endsAt: 1 };
    for (const state of ['paused', 'stalled', 'closed', 'off'] as const)
      expect(see({ state }, inside)).toBe(inside);
    expect(lineView({ status: undefined, standing: inside, remembered: undefined })).toBe(inside);
  });

  it('remembers the number while the server can’t be asked', () => {
    expect(lineView({ status: undefined, standing: { is: 'unknown' }, remembered: 812 })).toEqual({
      is: 'asking',
      number: 812,
    });
  });

  it('shows the hall itself only to whoever is inside, or where there is no door', () => {
    expect(letsIn(see({ state: 'off' }))).toBe(true);
    expect(letsIn(see({}, { is: 'inside', number: 1, endsAt: 1 }))).toBe(true);
    for (const standing of [waiting, { is: 'over', used: false }, { is: 'left' }] as const) {
      expect(letsIn(see({ state: 'open' }, standing)), standing.is).toBe(false);
    }
  });
});
