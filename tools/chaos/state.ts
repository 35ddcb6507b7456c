import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Chapter, Outcome } from './play.ts';

/** What a suite has come to so far; kept in a file after every chapter, so that it can go on where it was. */
export interface State {
  /** What it plays: another suite does not go on with it. */
  readonly plan: {
    readonly seed: number;
    readonly mode: string;
    readonly faults: readonly string[];
    readonly hosts: boolean;
    readonly clocks: boolean;
  };
  /** By the house's name. */
  houses: Readonly<Record<string, HouseState>>;
  outcomes: readonly Omit<Outcome, 'what'>[];
  violations: readonly string[];
  pointsSeen: readonly string[];
  counts: Readonly<Record<string, number>>;
  answers: Readonly<Record<string, number>>;
}

export interface HouseState {
  readonly chapters: number;
  /** How many faults of its deck are behind it. */
  readonly struck: number;
}

export const NO_CHAPTER: HouseState = { chapters: 0, struck: 0 };

export function readState(file: string | undefined, plan: State['plan']): State {
  const none = {
    houses: {},
    outcomes: [],
    violations: [],
    pointsSeen: [],
    counts: {},
    answers: {},
  };
  if (file === undefined || !existsSync(file)) return { plan, ...none };
  // Written by `keepState`, or not at all.
  const state = JSON.parse(readFileSync(file, 'utf8')) as State;
  if (JSON.stringify(state.plan) !== JSON.stringify(plan)) {
    throw new Error(`${file} is of another suite (${JSON.stringify(state.plan)}); remove it to begin anew.`);
  }
  return state;
}

/** Whole or not at all, however this process ends. */
export function keepState(file: string | undefined, state: State): void {
  if (file === undefined) return;
  writeFileSync(`${file}.new`, JSON.stringify(state));
  renameSync(`${file}.new`, file);
}

export function withChapter(
  state: State,
  house: string,
  chapter: Chapter,
  pointsSeen: Iterable<string>,
): State {
  const { chapters, struck } = state.houses[house] ?? NO_CHAPTER;
  const { asked, unknown, holds, reservations, changes } = chapter;
  return {
    ...state,
    houses: {
      ...state.houses,
      [house]: { chapters: chapters + 1, struck: struck + chapter.outcomes.length },
    },
    outcomes: [...state.outcomes, ...chapter.outcomes.map(({ what: _, ...outcome }) => outcome)],
    violations: [...state.violations, ...chapter.violations.map((what) => `${chapter.event}: ${what}`)],
    pointsSeen: [...new Set([...state.pointsSeen, ...pointsSeen])],
    counts: sum(state.counts, { asked, unknown, holds, reservations, changes }),
    answers: sum(state.answers, chapter.answers),
  };
}

function sum(left: Readonly<Record<string, number>>, right: Readonly<Record<string, number>>) {
  const total: Record<string, number> = { ...left };
  for (const [name, count] of Object.entries(right)) total[name] = (total[name] ?? 0) + count;
  return total;
}
