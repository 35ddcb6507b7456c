import { Dice } from './time/dice.ts';

/** What can happen in a step, and how often beside the others. */
const weights = {
  visit: 70,
  rush: 12,
  pause: 9,
  crash: 3,
  partition: 3,
  heal: 4,
  failover: 2,
  storm: 3,
  clock: 2,
  bus: 3,
  settings: 3,
  organise: 7,
  watcher: 7,
  backup: 6,
  restore: 4,
  flush: 1,
  room: 8,
} as const;

export type StepKind = keyof typeof weights;

/** One step of a run's plan. All chance from it to the next one is thrown with its own seed. */
export interface Step {
  readonly kind: StepKind;
  readonly seed: number;
  /** Nothing goes wrong by itself until the next step. */
  readonly isCalm: boolean;
}

/** What a run is made of. */
export interface Shape {
  readonly instances: number;
  readonly users: number;
  readonly watchers: number;
  readonly rows: number;
  readonly seatsPerRow: number;
  /** In a hall by plan, with places to stand and two categories. */
  readonly isPlanned: boolean;
  /** Whether nobody may leave a single seat alone. */
  readonly noSingleSeats: boolean;
  readonly holdTtlMs: number;
  readonly holdExtensions: number;
  readonly maxSeatsPerUser: number;
  readonly settleMs: number;
  readonly graceMs: number;
  readonly failureRate: number;
  readonly appendsInFlightMax: number;
  /** Null: the sale is open from the beginning, or never closes. */
  readonly opensInMs: number | null;
  readonly closesInMs: number | null;
  readonly hasClockSteps: boolean;
  readonly hasRestores: boolean;
  readonly hasWaitingRoom: boolean;
  readonly admittedPerSecond: number;
  readonly activeMax: number;
  readonly isShuffled: boolean;
  readonly changesRules: boolean;
  /** How often a message is lost. */
  readonly lossRate: number;
  /** What happens much oftener than in other runs: what goes wrong mostly takes two of the same, or two that seldom meet. */
  readonly often: readonly StepKind[];
}

export interface Plan {
  readonly seed: number;
  readonly shape: Shape;
  readonly steps: readonly Step[];
}

/** What a run should be like, where its seed does not decide. */
export interface PlanOptions {
  readonly steps?: number | undefined;
  readonly instances?: number | undefined;
}

/** Most runs are short, because what goes wrong mostly goes wrong early; some are long, because some does not. */
const LONG_ONE_IN = 20;

/** How much weight a kind of step gets beside its own where it happens often. */
const OFTENER = 15;

/** Everything that a seed decides before anything happens. */
export function planOf(seed: number, options: PlanOptions = {}): Plan {
  const dice = new Dice();
  dice.begin(seed ^ Math.imul(Math.floor(seed / 2 ** 32) + 1, 0x9e3779b1));
  const isLong = dice.oneIn(LONG_ONE_IN);
  const stepCount = options.steps ?? (isLong ? 100 + dice.below(200) : 25 + dice.below(35));
  const shape = drawShape(dice, isLong, options);
  const kinds = kindsFor(shape);
  const steps: Step[] = [];
  for (let i = 0; i < stepCount; i++) {
    steps.push({
      kind: kinds[dice.below(kinds.length)] ?? 'visit',
      seed: dice.below(2 ** 32),
      isCalm: false,
    });
  }
  return { seed, shape, steps };
}

function drawShape(dice: Dice, isLong: boolean, options: PlanOptions): Shape {
  const instances = options.instances ?? dice.pick([1, 2, 2, 2, 3, 3, 4]);
  const isPlanned = dice.oneIn(3);
  const hasClockSteps = dice.oneIn(4);
  const isLarge = isLong || dice.oneIn(6);
  return {
    instances,
    users: isLarge ? 6 + dice.below(8) : 3 + dice.below(4),
    watchers: dice.below(3),
    rows: isLarge ? 3 + dice.below(3) : 3,
    seatsPerRow: isLarge ? 5 + dice.below(4) : 3,
    isPlanned,
    noSingleSeats: dice.oneIn(4),
    holdTtlMs: dice.pick([500, 1_500, 3_000, 3_000, 6_000]),
    holdExtensions: dice.below(3),
    maxSeatsPerUser: 2 + dice.below(3),
    settleMs: instances === 1 ? dice.pick([0, 50]) : 50,
    graceMs: dice.pick([500, 2_000, 10_000]),
    failureRate: dice.pick([0, 0.1]),
    appendsInFlightMax: 1 + dice.below(3),
    // Steps of the clock move the opening and the closing of the sale, which are meant by the wall clock.
    opensInMs: !hasClockSteps && dice.oneIn(4) ? 200 + dice.below(1_000) : null,
    closesInMs: !hasClockSteps && dice.oneIn(5) ? 3_000 + dice.below(8_000) : null,
    hasClockSteps,
    hasRestores: dice.oneIn(5),
    // Doors go by the wall clock, too.
    hasWaitingRoom: !hasClockSteps && dice.oneIn(3),
    admittedPerSecond: dice.pick([1, 4, 20]),
    activeMax: 1 + dice.below(5),
    isShuffled: dice.oneIn(2),
    changesRules: dice.oneIn(3),
    lossRate: dice.pick([0, 0.01, 0.03, 0.1]),
    often: [dice.below(2 * kinds.length), dice.below(2 * kinds.length)].flatMap((i) => kinds[i] ?? []),
  };
}

function kindsFor(shape: Shape): StepKind[] {
  const isOut: Partial<Record<StepKind, boolean>> = {
    clock: !shape.hasClockSteps,
    restore: !shape.hasRestores,
    backup: !shape.hasRestores,
    settings: !shape.changesRules,
    room: !shape.hasWaitingRoom,
    flush: !shape.hasWaitingRoom,
    watcher: shape.watchers === 0,
    bus: shape.instances === 1,
  };
  return kinds.flatMap((kind) => {
    if (isOut[kind] === true) return [];
    const oftener = shape.often.includes(kind) ? OFTENER : 0;
    return Array.from({ length: weights[kind] + oftener }, (): StepKind => kind);
  });
}

const kinds = Object.keys(weights) as StepKind[];
