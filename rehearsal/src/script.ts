import { createHash } from 'node:crypto';
import {
  HABITS,
  LATE_FOR_MS,
  OPENING_RUSH_MS,
  SECOND_TAB_SHARE,
  type Habit,
  type Range,
} from './behaviour.ts';
import { seededDraw } from './seeded-draw.ts';

/** What one person will do, and when. */
export interface PersonScript {
  readonly habit: Habit;
  /** From the opening; negative: before it. */
  readonly comesAfterMs: number;
  readonly wantsSeats: number;
  readonly looksMs: number;
  readonly hesitatesMs: number;
  readonly typesMs: number;
  readonly opensSecondTab: boolean;
  /** Decides what is left to chance later: where in the hall, how long until the next try. */
  readonly seed: number;
}

export interface Script {
  readonly people: readonly PersonScript[];
  /** The same for the same seed, people and behaviours: printed, so that one rehearsal can be compared with another. */
  readonly fingerprint: string;
}

export interface ScriptOptions {
  readonly seed: number;
  readonly people: number;
  /** How long before the opening the first come. */
  readonly gathersForMs: number;
  readonly seatsPerPersonMax: number;
  readonly pace: number;
}

/** Draws everybody. Pure: the same options, the same people. */
export function drawScript({ seed, people, gathersForMs, seatsPerPersonMax, pace }: ScriptOptions): Script {
  const draw = seededDraw(seed);
  const hash = createHash('sha256');
  const scripts = Array.from({ length: people }, () => {
    const habit = drawHabit(draw());
    const script: PersonScript = {
      habit,
      comesAfterMs: comesAfter(habit, draw(), gathersForMs, pace),
      wantsSeats: Math.min(habit.seats[Math.floor(draw() * habit.seats.length)] ?? 1, seatsPerPersonMax),
      looksMs: within(habit.looksMs, draw()),
      hesitatesMs: within(habit.hesitatesMs, draw()),
      typesMs: within(habit.typesMs, draw()),
      opensSecondTab: draw() < SECOND_TAB_SHARE,
      seed: Math.floor(draw() * 2 ** 32),
    };
    hash.update(JSON.stringify(script));
    return script;
  });
  return { people: scripts, fingerprint: hash.digest('hex').slice(0, 16) };
}

const SHARES = HABITS.reduce((sum, { share }) => sum + share, 0);

function drawHabit(lot: number): Habit {
  let left = lot * SHARES;
  for (const habit of HABITS) {
    left -= habit.share;
    if (left < 0) return habit;
  }
  throw new Error('shares add up to nothing');
}

function comesAfter({ comes }: Habit, lot: number, gathersForMs: number, pace: number): number {
  if (comes === 'early') return -Math.round(gathersForMs * lot);
  return Math.round((lot * (comes === 'opening' ? OPENING_RUSH_MS : LATE_FOR_MS)) / pace);
}

function within([from, to]: Range, lot: number): number {
  return Math.round(from + (to - from) * lot);
}
