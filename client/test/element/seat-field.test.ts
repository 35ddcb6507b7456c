import type { SeatState } from '@jari/contract';
import { describe, expect, it } from 'vitest';
import { seatAttributes } from '../../src/element/seat-field.ts';
import { words as allWords } from '../../src/element/words.ts';

const words = allWords.en;
const shown = (view: SeatState | 'mine', price?: string) => seatAttributes(['A2', price], view, words);

describe('A seat of an embedded hall', () => {
  it('can be clicked where that does something: it is free, or one’s own to give back', () => {
    const views = ['available', 'mine', 'held', 'reserved', 'blocked'] as const;
    expect(views.filter((view) => !shown(view)['aria-disabled'])).toEqual(['available', 'mine']);
    expect(views.filter((view) => shown(view)['aria-pressed'] === 'true')).toEqual(['mine']);
  });

  it('is told by its label, what it is to the visitor, and its price where one is known', () => {
    expect(shown('available', '₩5,000')['aria-label']).toBe(`A2, ${words.state.available}, ₩5,000`);
    expect(shown('mine')['aria-label']).toBe(`A2, ${words.mine}`);
    expect(shown('mine')).toMatchObject({ 'data-state': 'mine', part: 'seat seat-mine' });
  });
});
