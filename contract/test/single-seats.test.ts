import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seatsLeftAlone } from '../src/single-seats.ts';

/** One run as a picture, from seat 1: `.` free, `x` taken, `o` free and chosen. The seats left alone. */
function alone(picture: string): readonly number[] {
  const run = { first: 1, count: picture.length };
  const chosen = [...picture].flatMap((sign, i) => (sign === 'o' ? [i + 1] : []));
  return seatsLeftAlone(
    chosen,
    () => run,
    (id) => picture[id - 1] === '.' || picture[id - 1] === 'o',
  );
}

describe('a choice of seats', () => {
  it('leaves a seat alone between it and the end of the row, or a taken seat', () => {
    expect(alone('.oo...')).toEqual([1]);
    expect(alone('...oo.x')).toEqual([6]);
    expect(alone('.o.oo...')).toEqual([1, 3]);
  });

  it('is fine when what remains is nothing, or two seats and more', () => {
    expect(alone('oo....')).toEqual([]);
    expect(alone('xooxx')).toEqual([]);
    expect(alone('..oo..')).toEqual([]);
  });

  it('is not to blame for a seat that was alone before', () => {
    expect(alone('.x.xoo..')).toEqual([]);
  });

  it('is excused when every choice of as many seats in the row would leave one', () => {
    expect(alone('xoo.x')).toEqual([]);
    expect(alone('o.xx')).toEqual([]);
    expect(alone('.o')).toEqual([]);
  });

  it('is not excused when the row has another place for it', () => {
    expect(alone('xoo.x..')).toEqual([4]);
    expect(alone('o.x.')).toEqual([2]);
    expect(alone('oo.x....')).toEqual([3]);
  });

  it('need not come apart to be excused', () => {
    // One seat beside the wall and one at the end would leave nobody alone, but the two want to sit together.
    expect(alone('oo.x.')).toEqual([]);
    expect(alone('o.ox...x.')).toEqual([2]);
  });

  it('is looked at row by row', () => {
    const runOf = (id: number) => (id <= 4 ? { first: 1, count: 4 } : { first: 5, count: 3 });
    expect(seatsLeftAlone([4, 5, 6], runOf, () => true)).toEqual([]);
    expect(seatsLeftAlone([2, 5, 6, 7], runOf, () => true)).toEqual([1]);
  });

  it('ends where the row ends', () => {
    const runOf = (id: number) => (id <= 3 ? { first: 1, count: 3 } : { first: 4, count: 3 });
    // Seat 4 is beside nobody of the first row.
    expect(seatsLeftAlone([1, 2], runOf, () => true)).toEqual([]);
    expect(seatsLeftAlone([2], runOf, () => true)).toEqual([1, 3]);
  });

  it('agrees with trying every other choice', () => {
    const sign = fc.constantFrom('.', '.', 'o', 'x');
    fc.assert(
      fc.property(fc.array(sign, { minLength: 1, maxLength: 10 }), (signs) => {
        const picture = signs.join('');
        const chosen = signs.flatMap((each, i) => (each === 'o' ? [i] : []));
        const free = signs.map((each) => each !== 'x');
        const blame = singles(free, chosen);
        const others = subsets(
          free.flatMap((isFree, i) => (isFree ? [i] : [])),
          chosen.length,
        );
        const isAvoidable = others.some(
          (other) => pieces(other) <= pieces(chosen) && singles(free, other).length === 0,
        );
        expect(alone(picture), picture).toEqual(isAvoidable ? blame.map((i) => i + 1) : []);
      }),
      { numRuns: 3_000 },
    );
  });
});

/** Free seats that are alone after the choice and were not before. */
function singles(free: readonly boolean[], chosen: readonly number[]): readonly number[] {
  const after = free.map((isFree, i) => isFree && !chosen.includes(i));
  const isAlone = (seats: readonly boolean[], i: number) => seats[i] && !seats[i - 1] && !seats[i + 1];
  return free.flatMap((_, i) => (isAlone(after, i) && !isAlone(free, i) ? [i] : []));
}

function pieces(chosen: readonly number[]): number {
  return chosen.filter((i) => !chosen.includes(i - 1)).length;
}

function subsets(of: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  return of.flatMap((first, i) => subsets(of.slice(i + 1), size - 1).map((rest) => [first, ...rest]));
}
