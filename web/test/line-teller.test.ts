import { describe, expect, it } from 'vitest';
import { LineTeller, type Telling } from '#lib/waiting/line-teller.ts';
import type { LineView } from '#lib/waiting/line-view.ts';

const inLine = (ahead: number): LineView => ({
  is: 'waiting',
  number: 999,
  place: ahead + 1,
  ahead,
  serving: 0,
});
const early: LineView = { is: 'gathering', number: 5, joined: 9 };

/** Plays second after second, and gives what was said when. */
function hear(
  seconds: number,
  at: (second: number) => { view: LineView; msLeft?: number; isTroubled?: boolean },
) {
  const teller = new LineTeller();
  const said: [number, Telling][] = [];
  for (let second = 0; second <= seconds; second++) {
    const { view, msLeft, isTroubled = false } = at(second);
    const telling = teller.next({ view, msLeft, isTroubled, nowMs: second * 1_000 });
    if (telling) said.push([second, telling]);
  }
  return said;
}

describe('what a screen reader hears of the line', () => {
  it('is the place once a minute, however often it changes', () => {
    const said = hear(180, (second) => ({ view: inLine(5_000 - second * 3) }));
    expect(said.map(([second]) => second)).toEqual([0, 60, 120, 180]);
    expect(said[1]?.[1]).toEqual({ say: 'ahead', ahead: 4_820 });
  });

  it('is more often the place when it is near, and at once that I am next', () => {
    const said = hear(100, (second) => ({ view: inLine(Math.max(0, 9 - Math.floor(second / 10))) }));
    expect(said.map(([second]) => second)).toEqual([0, 20, 40, 60, 80, 90]);
    expect(said.at(-1)?.[1]).toEqual({ say: 'ahead', ahead: 0 });
  });

  it('is nothing while nothing changes', () => {
    expect(hear(600, () => ({ view: inLine(12) }))).toHaveLength(1);
  });

  it('is every change of state at once', () => {
    const said = hear(4, (second) => ({
      view: second < 2 ? early : second < 4 ? inLine(3) : { is: 'missed' },
    }));
    expect(said.map(([second, { say }]) => [second, say])).toEqual([
      [0, 'view'],
      [2, 'view'],
      [4, 'view'],
    ]);
  });

  it('counts down to the opening and to the end of a turn by a few marks only', () => {
    const opening = hear(700, (second) => ({ view: early, msLeft: (700 - second) * 1_000 }));
    expect(opening.slice(1).map(([, telling]) => telling)).toEqual(
      [600, 300, 60, 10].map((seconds) => ({ say: 'opens_in', seconds })),
    );
    const inside: LineView = { is: 'inside', number: 1, endsAt: 0 };
    const turn = hear(90, (second) => ({ view: inside, msLeft: (90 - second) * 1_000 }));
    expect(turn.slice(1).map(([, telling]) => telling)).toEqual(
      [60, 30, 10].map((seconds) => ({ say: 'left', seconds })),
    );
  });

  it('is the last mark only, after a sleep that passed several', () => {
    const teller = new LineTeller();
    const next = (msLeft: number) => teller.next({ view: early, msLeft, isTroubled: false, nowMs: 0 });
    next(650_000);
    expect(next(50_000)).toEqual({ say: 'opens_in', seconds: 60 });
  });

  it('is a broken connection only when it lasts, and then that it is mended', () => {
    const brief = hear(30, (second) => ({ view: inLine(3), isTroubled: second > 10 && second < 15 }));
    expect(brief).toHaveLength(1);
    const long = hear(60, (second) => ({ view: inLine(3), isTroubled: second > 10 && second < 40 }));
    expect(long.slice(1).map(([second, { say }]) => [second, say])).toEqual([
      [17, 'trouble'],
      [40, 'fine_again'],
    ]);
  });
});
