import { stateAfter, type Change } from '../domain/change.ts';
import type { Answer, Command } from '../domain/command.ts';
import { isRefusal, RACE_MS, type LostRace, type Refusal } from '../domain/refusal.ts';

/** Of a seat that is wanted: the one who wants it, or all of them. */
type Wanters = string | Set<string>;

/** What is remembered for between one and two times RACE_MS: two tables, of which the older is dropped. */
interface Memory {
  readonly beganAt: number;
  /** When a seat was taken, and by whom. */
  readonly taken: Map<number, Taken>;
  readonly wanted: Map<number, Wanters>;
}

interface Taken {
  readonly at: number;
  readonly userId: string;
}

/**
 * Knows how close it was for those who were too late: when the seat was taken, and how many wanted it. It says nothing
 * of who. By the monotonic clock of this process; several servers know each other's takings by their changes, but each
 * only its own visitors' wishes, so that with several it is at least so many who wanted the seat.
 */
export class LostRaces {
  private now: Memory;
  private before: Memory;

  /** @param agoMs how long ago it was when a change says that it was made */
  constructor(
    nowMs: number,
    private readonly agoMs: (at: number) => number,
  ) {
    this.now = this.before = emptyMemory(nowMs);
  }

  /** A command has arrived. */
  arrived(command: Command, nowMs: number): void {
    const seatIds = namedSeats(command);
    if (seatIds === undefined || !('userId' in command)) return;
    this.turn(nowMs);
    const { wanted } = this.now;
    for (const seatId of seatIds) {
      const others = wanted.get(seatId);
      if (others === undefined) wanted.set(seatId, command.userId);
      else if (typeof others !== 'string') others.add(command.userId);
      else if (others !== command.userId) wanted.set(seatId, new Set([others, command.userId]));
    }
  }

  /** Changes have become true. A reservation is none of these: mostly its seats were held before. */
  changed(changes: readonly Change[], nowMs: number): void {
    this.turn(nowMs);
    for (const change of changes) {
      if (change.cause === 'held' || change.cause === 'offered') {
        this.take(change.seatIds, change.userId, nowMs - this.agoMs(change.at));
      } else if (stateAfter(change) === 'available') this.free(change.seatIds);
    }
  }

  /**
   * What a command's sender is told: as it is or, where a race was lost, with how close it was.
   *
   * @param hadHold whether its user held seats when it arrived, so that confirming them takes nothing anew
   */
  told(command: Command, arrivedAtMs: number, outcome: Answer | Refusal, hadHold = false): Answer | Refusal {
    if (isRefusal(outcome)) return this.withRace(command, arrivedAtMs, outcome);
    if (!('userId' in command)) return outcome;
    // One's arrival is what decides; the change says when that was decided, a little later.
    if ('hold' in outcome && command.kind !== 'extend') {
      this.predate(outcome.hold.seatIds, command.userId, arrivedAtMs);
    } else if ('code' in outcome && !hadHold && this.agoMs(outcome.createdAt) < RACE_MS) {
      this.take(outcome.seatIds, command.userId, arrivedAtMs);
    }
    return outcome;
  }

  private withRace(command: Command, arrivedAtMs: number, refusal: Refusal): Refusal {
    const isLate = refusal.refused === 'seat_held' || refusal.refused === 'already_reserved';
    if (!isLate || namedSeats(command) === undefined || !('userId' in command)) return refusal;
    let race: LostRace | undefined;
    for (const seatId of refusal.seatIds ?? []) {
      const taken = this.now.taken.get(seatId) ?? this.before.taken.get(seatId);
      if (taken === undefined || taken.userId === command.userId) continue;
      const earlierMs = Math.max(0, Math.round(arrivedAtMs - taken.at));
      if (earlierMs >= RACE_MS || (race !== undefined && race.earlierMs <= earlierMs)) continue;
      race = { earlierMs, others: this.othersWanting(seatId, command.userId, taken.userId) };
    }
    return race === undefined ? refusal : { ...refusal, race };
  }

  /** The longer of two tables, not both as one: a crowd is counted for each of those who lose, so never one by one. */
  private othersWanting(seatId: number, loser: string, winner: string): number {
    const counts = [this.before, this.now].map(({ wanted }) =>
      countOthers(wanted.get(seatId), loser, winner),
    );
    return Math.max(...counts);
  }

  /** Who has a seat already has taken it before. */
  private take(seatIds: readonly number[], userId: string, at: number): void {
    for (const seatId of seatIds) {
      const known = this.now.taken.get(seatId) ?? this.before.taken.get(seatId);
      if (known === undefined || known.userId !== userId || at < known.at) {
        this.now.taken.set(seatId, { at, userId });
      }
    }
  }

  /** Of the seats that a change has just told of, and of none that its user has had for longer. */
  private predate(seatIds: readonly number[], userId: string, at: number): void {
    for (const seatId of seatIds) {
      const known = this.now.taken.get(seatId) ?? this.before.taken.get(seatId);
      if (known?.userId === userId && at < known.at) this.now.taken.set(seatId, { at, userId });
    }
  }

  private free(seatIds: readonly number[]): void {
    for (const seatId of seatIds) {
      this.now.taken.delete(seatId);
      this.before.taken.delete(seatId);
    }
  }

  private turn(nowMs: number): void {
    if (nowMs - this.now.beganAt < RACE_MS) return;
    this.before = this.now;
    this.now = emptyMemory(nowMs);
  }
}

function emptyMemory(beganAt: number): Memory {
  return { beganAt, taken: new Map(), wanted: new Map() };
}

function countOthers(wanters: Wanters | undefined, loser: string, winner: string): number {
  if (wanters === undefined) return 0;
  if (typeof wanters === 'string') return wanters === loser || wanters === winner ? 0 : 1;
  return wanters.size - Number(wanters.has(loser)) - Number(wanters.has(winner));
}

/** The seats that somebody wants by name; undefined where any will do. */
function namedSeats(command: Command): readonly number[] | undefined {
  return command.kind === 'hold' || command.kind === 'confirm' ? command.seatIds : undefined;
}
