import type { LineStatus } from '@jari/contract';
import { placeInLine } from '@jari/contract/queue-order';
import { render } from 'svelte/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { i18n } from '#lib/i18n/i18n.svelte.ts';
import FairOrder from '#lib/waiting/FairOrder.svelte';
import LineNumbers from '#lib/waiting/LineNumbers.svelte';
import { lineView } from '#lib/waiting/line-view.ts';
import type { MyLine } from '#lib/waiting/my-line.svelte.ts';
import { lineStatus } from './support/line.ts';
import { shownWords } from './support/shown-words.ts';

beforeEach(() => void (i18n.lang = 'en'));
afterEach(() => void (i18n.lang = 'ko'));

interface Shown {
  readonly number?: number;
  readonly share?: number;
  readonly activeMax?: number;
  readonly heardAt?: number;
}
/** What whoever waits is shown, whose line stands like this. */
function numbers(more: Partial<LineStatus>, { number = 1_200, share = 0, activeMax = 100 }: Shown = {}) {
  const status = lineStatus({ seats_left: 100_000, joined: 10_000, ...more });
  const view = lineView({ status, standing: { is: 'waiting', number }, remembered: undefined });
  if (!('ahead' in view)) throw new Error(`not in line: ${view.is}`);
  // Of a line no more than this is shown there.
  const line = { samples: [], heardAt: 0, trouble: null } as unknown as MyLine;
  return render(LineNumbers, { props: { line, view, status, share, activeMax } }).body;
}
/** The estimate of the wait. */
const wait = (more: Partial<LineStatus>, shown?: Shown) => shownWords(numbers(more, shown)).at(-1);

describe('Who waits sees', () => {
  it('how many come before them, their number, and how many were let in', () => {
    expect(shownWords(numbers({ serving_number: 199, admitted_per_minute: 100 }))).toEqual([
      ...['People ahead of you', '1,000', 'Your number', '1,200', 'Let in so far', '199'],
      ...['Estimated wait', '10–20 min'],
    ]);
  });

  it('their place beside their number where the line was shuffled, and that they are next', () => {
    const shuffled = { order: 'shuffle', pre_queued: 5, seed: 'ab'.repeat(32) } as const;
    const moved = [1, 2, 3, 4, 5].find((number) => placeInLine(number, 5, shuffled.seed) !== number) ?? 0;
    const place = placeInLine(moved, 5, shuffled.seed);
    const shown = shownWords(numbers({ ...shuffled, serving_number: place - 1 }, { number: moved }));
    expect(shown.slice(0, 5)).toEqual([
      ...['You’re next', 'Your number', String(moved), 'Your place', String(place)],
    ]);
    // Who came after them stands where their number says.
    expect(shownWords(numbers(shuffled, { number: 6 }))).not.toContain('Your place');
  });

  it.each([
    [600, '2–3 min'],
    [2_400, 'Under a minute'],
    [60, '20–30 min'],
    [13, '1.5–2.5 h'],
  ])('how long it takes, the coarser the longer it is: %s a minute', (admitted_per_minute, words) => {
    expect(wait({ serving_number: 0, admitted_per_minute })).toBe(words);
  });

  it('no estimate where nobody can know: the seats may be gone, the hall is full, or the doors stand still', () => {
    const unknown = 'Not known yet';
    expect(wait({ seats_left: 1_199 })).toBe(unknown);
    expect(wait({ active: 100 })).toBe(unknown);
    expect(wait({ active: 99 })).not.toBe(unknown);
    expect(wait({ active: 100 }, { activeMax: Infinity })).not.toBe(unknown);
    for (const state of ['paused', 'stalled'] as const) expect(wait({ state })).toBe(unknown);
  });

  it('how far the line has moved, in whole percent', () => {
    expect(numbers({}, { share: 0.336 })).toContain('aria-valuenow="34"');
  });
});

describe('How the order was decided', () => {
  const seed = 'ab'.repeat(32);
  const fair = (more: Partial<LineStatus>, number: number | undefined, hashBefore?: string) =>
    shownWords(render(FairOrder, { props: { status: lineStatus(more), number, hashBefore } }).body).join(' ');

  it('is by arrival, where it is', () => {
    expect(fair({}, 3)).toContain('By arrival: your number is your place.');
  });

  it('is by a seed that is secret before the opening, of which the fingerprint is shown', () => {
    const shown = fair({ order: 'shuffle', seed_hash: 'f00d' }, 3);
    expect(shown).toContain('f00d');
    expect(shown).toContain('The seed for it has been drawn already');
  });

  it('is shown with the seed after it: which number got which place, and who came too late for it', () => {
    const drawn = { order: 'shuffle', pre_queued: 5, seed, seed_hash: 'f00d' } as const;
    expect(fair(drawn, 3)).toContain(`number 3 got place ${placeInLine(3, 5, seed)}.`);
    expect(fair(drawn, 5)).toContain('number 5 got place');
    expect(fair(drawn, 6)).toContain('You came after the opening');
    expect(fair(drawn, undefined)).not.toMatch(/got place|after the opening, so/);
    expect(fair(drawn, 3)).toContain(seed);
  });

  it('is told to be another than was shown before, where it is', () => {
    const drawn = { order: 'shuffle', pre_queued: 5, seed, seed_hash: 'f00d' } as const;
    expect(fair(drawn, 3, 'f00d')).toContain('The fingerprint as this device saw it before the opening');
    expect(fair(drawn, 3, 'f00d')).not.toContain('another fingerprint');
    expect(fair(drawn, 3, 'beef')).toMatch(/Its fingerprint \(SHA-256\).*another fingerprint.*beef/);
    expect(fair(drawn, 3)).not.toContain('another fingerprint');
  });
});
