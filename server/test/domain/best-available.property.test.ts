import type { PlanDocument, PlanSection, SeatMark } from '@jari/contract';
import { describe, expect, it } from 'vitest';
import { bestAvailable, type SeatWish } from '../../src/domain/best-available.ts';
import { PlanHall } from '../../src/domain/plan-hall.ts';
import { mapOf } from '../support/hall.ts';
import { planOf, seatsInRow } from '../support/plans.ts';
import { seededDraw } from '../../../tools/rig/seeded-draw.ts';
import { seedOfThisRun } from '../support/seeded-random.ts';
import { Oracle } from './best-available.oracle.ts';

const RUNS = 3_000;

class Dice {
  private readonly draw: () => number;

  constructor(seed: number) {
    this.draw = seededDraw(seed);
  }

  below(n: number): number {
    return Math.floor(this.draw() * n);
  }

  oneIn(n: number): boolean {
    return this.below(n) === 0;
  }

  of<T>(things: readonly T[]): T {
    return things[this.below(things.length)] as T;
  }
}

const MARKS: readonly SeatMark[] = ['wheelchair', 'companion', 'restricted_view', 'aisle', 'easy_access'];

/**
 * One to three sections of a row or two, now and then a standing area: few enough to try every choice. A plain
 * one has neither marks nor different categories.
 */
function drawPlan(dice: Dice, isPlain: boolean): PlanDocument {
  const isMarked = !isPlain && dice.oneIn(2);
  const sections: PlanSection[] = Array.from({ length: 1 + dice.below(3) }, (_, s) => {
    const name = `S${s}`;
    const category = isPlain ? 'Stalls' : dice.of(['Stalls', 'Balcony']);
    if (dice.oneIn(5)) {
      const outline = [0, 1, 2].map((i) => ({ x: dice.below(9), y: i + dice.below(9) }));
      return { name, standing: { capacity: 1 + dice.below(5), category, outline } };
    }
    const rows = Array.from({ length: 1 + dice.below(2) }, (__, r) => {
      const aislesAfter = dice.oneIn(3) ? [1 + dice.below(4)] : [];
      const seats = seatsInRow(1 + dice.below(9), s * 3 + r, { aislesAfter }).map((seat) => ({
        ...seat,
        ...(!isPlain && dice.oneIn(6) ? { category: dice.of(['Stalls', 'Balcony']) } : {}),
        ...(isMarked && dice.oneIn(3) ? { marks: [dice.of(MARKS)] } : {}),
      }));
      return { name: String(r), category, seats };
    });
    return { name, rows };
  });
  return planOf(sections, { focus: { x: dice.below(9), y: 0 } });
}

function drawWish(dice: Dice, hall: PlanHall, isPlain: boolean): SeatWish {
  if (isPlain) return { quantity: 3 + dice.below(5), together: true, category: 'Stalls' };
  return {
    quantity: 1 + dice.below(5),
    together: true,
    category: dice.oneIn(4) ? dice.of(hall.categories) : undefined,
    section: dice.oneIn(4) ? dice.of(hall.sections).name : undefined,
    marks: dice.oneIn(3) ? [...new Set([dice.of(MARKS), dice.of(MARKS)])] : undefined,
  };
}

function tryOut(seed: number): string {
  const dice = new Dice(seed);
  const isPlain = dice.oneIn(2);
  const hall = new PlanHall(drawPlan(dice, isPlain));
  const freeInTen = 1 + dice.below(9);
  const states = Array.from({ length: hall.seatCount }, () =>
    dice.below(10) < freeInTen ? 'a' : dice.of(['r', 'b']),
  );
  // Few enough seats are free that all choices can be tried.
  const free = states.flatMap((state, i) => (state === 'a' ? [i + 1] : []));
  while (free.length > 12) states[(free.splice(dice.below(free.length), 1)[0] ?? 0) - 1] = 'r';
  const mine = dice.oneIn(3) ? free.filter(() => dice.oneIn(4)) : [];
  for (const id of mine) states[id - 1] = 'h';
  const wish = drawWish(dice, hall, isPlain);

  const best = bestAvailable(mapOf(hall, states.join('')), wish, mine);
  const oracle = new Oracle(hall, new Set(free), wish);
  if (best === undefined) {
    expect(oracle.isPossible).toBe(false);
    return 'none';
  }
  const { seatIds, isTogether } = best;
  expect(oracle.isAllowed(seatIds)).toBe(true);
  expect(seatIds).toEqual(seatIds.toSorted((a, b) => a - b));
  const blocks = oracle.blocks();
  expect(isTogether).toBe(blocks.length > 0);
  if (isTogether) {
    const alone = Math.min(...blocks.map((block) => oracle.leftAlone(block)));
    const clean = blocks.filter((block) => oracle.leftAlone(block) === alone);
    expect(oracle.leftAlone(seatIds)).toBe(alone);
    expect(oracle.cost(seatIds)).toBe(Math.min(...clean.map((block) => oracle.cost(block))));
    return 'together';
  }
  if (wish.marks !== undefined) return 'apart with marks';
  const choices = oracle.choices();
  const fewest = Math.min(...choices.map((choice) => oracle.pieces(choice)));
  expect(oracle.pieces(seatIds)).toBe(fewest);
  if (!oracle.isFreeOfConditions) return 'apart with conditions';
  const leftAlone = choices
    .filter((choice) => oracle.pieces(choice) === fewest)
    .map((choice) => oracle.leftAlone(choice));
  expect(oracle.leftAlone(seatIds)).toBe(Math.min(...leftAlone));
  return 'apart';
}

describe('the best seats, against every choice there is', () => {
  const first = seedOfThisRun();

  it(`are side by side if possible, leave nobody alone that they need not, and are nearest (SEED=${first})`, () => {
    const seen = new Map<string, number>();
    for (let run = 0; run < RUNS; run++) {
      try {
        const kind = tryOut(first + run);
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
      } catch (error) {
        throw new Error(`replay with SEED=${first + run}`, { cause: error });
      }
    }
    // Every kind was really tried.
    for (const kind of ['none', 'together', 'apart', 'apart with marks', 'apart with conditions']) {
      expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(2);
    }
  });
});
