import { randomBytes } from 'node:crypto';
import type { DoorRules, LineState } from '../../server/src/domain/waiting-line.ts';
import type { AdmissionStore } from '../../server/src/ports/admission-store.ts';
import { seededDraw } from '../rig/seeded-draw.ts';

/** A crowd before an event's doors: who comes, leaves and comes back, by a seed. */

const EVENT_ID = 'rush';
/** So many requests are on their way at once, as from several servers. */
const AT_ONCE = 256;
/** In one step of the hasty end. */
const STEP_AT_MOST = 5_000;
const LEAVING = 0.3;
const SECOND_TAB = 0.1;

export interface CrowdReport {
  readonly people: number;
  readonly joinsPerSecond: number;
  /** With everybody in line, before anybody left. */
  readonly bytesPerPerson: number;
  /** Of those who came back in another tab: how many got the number they had. */
  readonly sameNumber: number;
  readonly cameBack: number;
  readonly left: number;
  /** How long the doors' step took, each second of the sale; most of those let in a second. */
  readonly stepMs: readonly number[];
  readonly admittedPerStep: number;
  readonly turnMs: readonly number[];
  /** What the store holds once all are through. */
  readonly bytesAtEnd: number;
  readonly served: number;
}

export interface CrowdOptions {
  readonly people: number;
  readonly seed: number;
  readonly steps: number;
  readonly admittedPerMinute: number;
  /** Bytes that the store takes at the moment. */
  readonly measureBytes: () => Promise<number>;
  /** Lets the store's clock go on. */
  readonly pass: (ms: number) => void;
  readonly nowMs: () => number;
}

/** Runs a whole sale of a crowd over one store. Throws when a rule of the line does not hold. */
export async function runCrowd(store: AdmissionStore, options: CrowdOptions): Promise<CrowdReport> {
  const { people, steps } = options;
  const draw = seededDraw(options.seed);
  const opensAtMs = options.nowMs() + 60_000;
  const rules: DoorRules = {
    admittedPerMinute: options.admittedPerMinute,
    activeMax: people,
    turnTtlMs: 600_000,
    opensAtMs,
    closesAtMs: null,
    preQueueMs: 3_600_000,
    isPaused: false,
    proofOfWorkBits: 0,
  };
  await store.advanceLine(EVENT_ID, rules, options.nowMs(), 0);

  // One text of all names: a name of its own for each would be memory of this program, not of the store.
  const names = randomBytes(16 * people);
  const nameOf = (i: number) => names.toString('base64url', 16 * i, 16 * (i + 1));
  const numbers = new Uint32Array(people);
  const join = async (i: number) => {
    const requestId = randomBytes(16).toString('hex');
    const request = { eventId: EVENT_ID, userId: nameOf(i), ip: null, ttlMs: 900_000, requestId };
    return store.join(request);
  };

  const bytesBefore = await options.measureBytes();
  const startedAt = performance.now();
  await forAll(people, async (i) => {
    const answer = await join(i);
    if (!answer.joined) throw new Error(`person ${i} was refused: ${answer.because}`);
    numbers[i] = answer.queueNumber;
  });
  const joinsPerSecond = people / ((performance.now() - startedAt) / 1000);
  if (new Set(numbers).size !== people) throw new Error('A number was given twice.');
  const bytesPerPerson = ((await options.measureBytes()) - bytesBefore) / people;

  const again = some(people, SECOND_TAB, draw);
  let sameNumber = 0;
  await forAll(again.length, async (at) => {
    const i = again[at] ?? 0;
    if ((await join(i)).queueNumber === numbers[i]) sameNumber++;
  });
  const leavers = some(people, LEAVING, draw);
  const gone = new Set<number>();
  await forAll(leavers.length, async (at) => {
    const i = leavers[at] ?? 0;
    const number = numbers[i] ?? 0;
    gone.add(number);
    await store.leaveLine(EVENT_ID, { userId: nameOf(i), ip: null, number, place: number });
  });

  options.pass(60_000);
  const stepMs: number[] = [];
  const turnMs: number[] = [];
  let before: LineState | undefined;
  const serve = async (): Promise<LineState> => {
    options.pass(1_000);
    const at = performance.now();
    const state = await store.advanceLine(EVENT_ID, rules, options.nowMs(), 0);
    stepMs.push(performance.now() - at);
    return state;
  };
  await serve();
  for (let step = 0; step < steps; step++) {
    const state = await serve();
    expectFair(before, state, gone, rules);
    before = state;
    const at = performance.now();
    await store.turnOf(EVENT_ID, rules, 1 + Math.floor(draw() * people));
    turnMs.push(performance.now() - at);
  }
  // The rest of the evening: whoever is still there is let in and their time runs out.
  const hasty = { ...rules, admittedPerMinute: 60 * STEP_AT_MOST, turnTtlMs: 1_000 };
  let last = before;
  for (let i = 0; i < people / STEP_AT_MOST + 5; i++) {
    options.pass(2_000);
    last = await store.advanceLine(EVENT_ID, hasty, options.nowMs(), 0);
  }
  if (last === undefined || last.serving !== people || last.active !== 0) {
    throw new Error(`Not everybody has had a turn: ${JSON.stringify(last)}`);
  }
  const bytesAtEnd = (await options.measureBytes()) - bytesBefore;
  return {
    ...{ people, joinsPerSecond, bytesPerPerson, sameNumber, cameBack: again.length, left: gone.size },
    ...{ stepMs, turnMs, bytesAtEnd, served: last.serving },
    admittedPerStep: options.admittedPerMinute / 60,
  };
}

/** In a second as many are let in as the rate says, and those who left are passed over. */
function expectFair(
  before: LineState | undefined,
  now: LineState,
  gone: ReadonlySet<number>,
  rules: DoorRules,
): void {
  if (before === undefined) return;
  let admitted = 0;
  for (let place = before.serving + 1; place <= now.serving; place++) if (!gone.has(place)) admitted++;
  const expected = rules.admittedPerMinute / 60;
  if (Math.abs(admitted - expected) > 1) throw new Error(`${admitted} were let in instead of ${expected}.`);
}

function some(count: number, share: number, draw: () => number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i).filter(() => draw() < share);
}

async function forAll(count: number, act: (i: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await act(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
