import type { Hold } from '../domain/seat.ts';
import type { OwnReservation, UsedKey, UserPlace } from '../domain/user-place.ts';
import type { Findings } from './findings.ts';
import type { Fold, FoldedKey, FoldedSeat } from './fold.ts';
import type { HallCopy } from './hall-copy.ts';

/** How long after its end a hold may still stand in memory: the box office ends it within a fraction of that. */
const OVERDUE_MS = 30_000;
/** A key counts for a day. One that is nearly as old may be forgotten already here and not yet there. */
const KEY_COUNTS_MS = 24 * 3_600_000 - 5 * 60_000;

/** How many seats, places or keys are compared between two rests: a few milliseconds' work. */
const COMPARED_AT_ONCE = 2_000;

type Rest = () => Promise<void>;
type Wrong = (what: string, about?: { seatId?: number; sequence?: number }) => void;

/**
 * Compares what a server remembers of a hall with what the log amounts to at the same change. Neither moves meanwhile, so
 * there is time: `rest` is called now and then, for seats are sold in the same process.
 */
export async function checkMemory(
  copy: HallCopy,
  fold: Fold,
  epoch: string,
  findings: Findings,
  rest: Rest,
): Promise<void> {
  const wrong: Wrong = (what, about = {}) =>
    findings.add('memory', 'derived', what, { sequence: copy.sequence, ...about });
  if (copy.epoch !== epoch || copy.head !== fold.head) {
    wrong('the hall in memory is of another history');
    return;
  }
  if (copy.states.length !== fold.seats.length) wrong('the hall in memory has another number of seats');
  if (fold.isFromTheBeginning && copy.availableCount !== fold.availableCount) {
    wrong('memory counts other seats as available');
  }
  const places = new PlacesInMemory(copy, fold, wrong);
  for await (const some of inPortions(copy.places, rest)) for (const place of some) places.take(place);
  places.finish();
  for await (const some of inPortions(fold.seats.entries(), rest)) {
    for (const [i, told] of some) {
      checkSeat(copy, i + 1, told, wrong);
      places.checkHas(i + 1, told);
    }
  }
  if (!fold.isFromTheBeginning) return;
  for await (const some of inPortions(fold.keys, rest)) {
    for (const [sequence, key] of some) places.checkKnows(sequence, key);
  }
  checkLine(copy, fold, wrong);
}

function checkSeat(copy: HallCopy, seatId: number, told: FoldedSeat, wrong: Wrong): void {
  if (told.letter === '?') return;
  if (copy.states.charAt(seatId - 1) !== told.letter)
    wrong('a seat’s state in memory is not what the log says', { seatId });
  else if (copy.owners[seatId - 1] !== told.userId)
    wrong('a seat’s user in memory is not whom the log says', { seatId });
}

/** What users have in memory: each must be in the log, and when all have been taken, nothing of the log may be missing. */
class PlacesInMemory {
  private readonly held = new Set<number>();
  private readonly reserved = new Set<number>();
  /** The successes whose keys are known, by their changes. */
  private readonly keys = new Set<number>();
  private holdCount = 0;
  private readonly wallNow: number;

  constructor(
    private readonly copy: HallCopy,
    private readonly fold: Fold,
    private readonly wrong: Wrong,
  ) {
    this.wallNow = copy.time.now - copy.time.correctionMs;
  }

  take({ userId, hold, reservations, keys }: UserPlace): void {
    if (hold !== undefined) this.takeHold(hold);
    for (const reservation of reservations) this.takeReservation(userId, reservation);
    if (this.fold.isFromTheBeginning) for (const key of keys) this.takeKey(userId, key);
  }

  finish(): void {
    if (this.copy.holdCount !== this.holdCount) this.wrong('memory counts other holds than it has');
  }

  checkHas(seatId: number, { letter }: FoldedSeat): void {
    if (letter === 'h' && !this.held.has(seatId)) this.wrong('memory lacks a hold', { seatId });
    if (letter === 'r' && !this.reserved.has(seatId)) this.wrong('memory lacks a reservation', { seatId });
  }

  checkKnows(sequence: number, { at }: FoldedKey): void {
    if (this.wallNow - at < KEY_COUNTS_MS && !this.keys.has(sequence))
      this.wrong('memory has forgotten a key of a retry', { sequence });
  }

  private takeHold({ userId, seatIds, expiresAt, extensionsUsed }: Hold): void {
    const { copy, fold, wrong } = this;
    this.holdCount++;
    if (copy.time.now > expiresAt + OVERDUE_MS) wrong('a hold has not been ended although its time is over');
    for (const seatId of seatIds) {
      this.held.add(seatId);
      const told = fold.seats[seatId - 1];
      if (told?.letter === '?') continue;
      const isTold = told?.letter === 'h' && told.userId === userId;
      if (!isTold) wrong('memory has a hold that the log does not know', { seatId });
      else if (told.expiresAt !== expiresAt || told.extensionsUsed !== extensionsUsed) {
        wrong('a hold’s time in memory is not what the log says', { seatId });
      }
    }
  }

  private takeReservation(userId: string, { sequence, seatIds }: OwnReservation): void {
    for (const seatId of seatIds) {
      this.reserved.add(seatId);
      const told = this.fold.seats[seatId - 1];
      if (told?.letter === '?') continue;
      if (told?.letter !== 'r' || told.userId !== userId || told.sequence !== sequence) {
        this.wrong('memory has a reservation that the log does not know', { seatId });
      }
    }
  }

  /** A retry must find what it asked for: the success that used up its key, and no other. */
  private takeKey(userId: string, { sequence, keyPrint, wishPrint }: UsedKey): void {
    this.keys.add(sequence);
    const told = this.fold.keys.get(sequence);
    // After a day the log forgets them as well, at its own time.
    if (told === undefined) return;
    if (told.userId !== userId || told.keyPrint !== keyPrint || told.wishPrint !== wishPrint) {
      this.wrong('memory answers a retry with another’s success', { sequence });
    }
  }
}

/** Goes through many, and lets others go first now and then. */
async function* inPortions<T>(many: Iterable<T>, rest: Rest): AsyncGenerator<readonly T[]> {
  let portion: T[] = [];
  for (const one of many) {
    portion.push(one);
    if (portion.length < COMPARED_AT_ONCE) continue;
    yield portion;
    portion = [];
    await rest();
  }
  yield portion;
}

function checkLine(copy: HallCopy, fold: Fold, wrong: Wrong): void {
  const { places } = fold.line;
  let last = 0;
  for (const { sequence, userId } of copy.line) {
    if (places.get(sequence) !== userId)
      wrong('memory has a place in line that the log does not know', { sequence });
    if (sequence < last) wrong('the line in memory is out of order', { sequence });
    last = sequence;
  }
  if (copy.line.length < places.size) wrong('memory lacks a place in line');
}

/** What everybody is shown must be the hall in memory, at the very change that it claims. */
export function checkShown(
  copy: Pick<HallCopy, 'sequence' | 'head' | 'states' | 'shown' | 'told'>,
  position: string,
  findings: Findings,
): void {
  for (const { name, etag, states, position: claimed } of copy.shown) {
    if (states !== copy.states) findings.add('views', 'derived', `${name} shows other seats than memory has`);
    if (claimed !== position || !etag.includes(position)) {
      findings.add('views', 'derived', `${name} says it is of another change than it is`);
    }
  }
  const { told, sequence, head } = copy;
  if (told !== undefined && (told.sequence !== sequence || told.head !== head)) {
    findings.add('streams', 'derived', 'those who watch have been told another history, or not all of it');
  }
}
