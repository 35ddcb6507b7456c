import type { Change } from '../../../server/src/domain/change.ts';
import type { Event } from '../../../server/src/domain/event.ts';
import type { Position } from '../../../server/src/domain/log-chain.ts';
import type { Recorded } from '../../../server/test/support/audit/recorded.ts';

/** A change with the moment of these books at which it became so. */
export interface Entry extends Recorded {
  readonly tick: number;
}

/** One letter, as in the lists of states; and whose it is. */
export interface SeatFact {
  readonly tick: number;
  readonly state: 'a' | 'h' | 'r' | 'b';
  readonly owner: string | undefined;
}

/** What a user held from one moment on. */
export interface HoldFact {
  readonly tick: number;
  /** The change by which it is so; undefined before the first, and where a change was lost. */
  readonly made: Entry | undefined;
  /** Ascending; empty: no hold. */
  readonly seatIds: readonly number[];
  readonly expiresAt: number;
}

const FREE: SeatFact = { tick: 0, state: 'a', owner: undefined };
const NOTHING: HoldFact = { tick: 0, made: undefined, seatIds: [], expiresAt: 0 };

const letterAfter = {
  held: 'h',
  offered: 'h',
  reserved: 'r',
  released: 'a',
  expired: 'a',
  cancelled: 'a',
  unblocked: 'a',
  blocked: 'b',
} as const;

/**
 * What was so in the ledger at any moment of a run, also where it is so no longer because a fail-over lost it. Kept by
 * reading the changes as they are recorded, and sharing no code with those who make them: a mistake there does not
 * excuse itself here.
 *
 * A moment (`tick`) is one change, or one time at which the ledger went back.
 */
export class Books {
  tick = 0;
  /** Up to this moment everything survives the loss of the ledger's machine. */
  durableTick = 0;
  /** The log as it is now; change n is at n - 1. */
  log: Entry[] = [];
  /** How often what was acknowledged was lost, because a backup was restored. */
  restores = 0;
  private first: Position;
  /** All names that the ledger has had: who has not heard of a new one calls new places by an old one. */
  private readonly epochs = new Set<string>();
  /** States by the head of the log that leads to them, in every history there was. */
  private readonly statesByHead = new Map<string, string>();
  private readonly statesByPosition = new Map<string, string>();
  /** Every change there was, in every history. */
  private readonly recorded: Pick<Change, 'hash' | 'sequence'>[] = [];
  private readonly seats: SeatFact[][];
  private readonly holds = new Map<string, HoldFact[]>();

  constructor(
    seatCount: number,
    { epoch, head }: Position,
    readonly clock: { trueMs(): number; ledgerMs(): number },
  ) {
    this.first = { epoch, sequence: 0, head };
    this.seats = Array.from({ length: seatCount }, () => [FREE]);
    this.noteStates(this.first);
  }

  record(change: Change, event: Event): Entry {
    this.tick++;
    const { tick, clock } = this;
    const recorded = { change, event, tick, trueAt: clock.trueMs(), ledgerAt: clock.ledgerMs() };
    this.log.push(recorded);
    this.recorded.push(change);
    this.apply(recorded);
    this.noteStates({ epoch: this.first.epoch, sequence: change.sequence, head: change.hash });
    return recorded;
  }

  /** The ledger knows only the first so many changes any more. */
  goBack(length: number): void {
    this.tick++;
    this.log = this.log.slice(0, length);
    const before = this.seats.map((facts) => facts.at(-1) ?? FREE);
    const holders = [...this.holds.keys()];
    this.seats.forEach((facts) => facts.push({ ...FREE, tick: this.tick }));
    for (const userId of holders) this.putHold(userId, undefined, [], 0);
    // Only what comes of it counts as having been so.
    const facts = this.seats.map((each) => each.length - 1);
    for (const recorded of this.log) this.apply(recorded);
    this.seats.forEach((each, i) => {
      const last = each.at(-1) ?? FREE;
      each.splice(facts[i] ?? 0, Infinity);
      const was = before[i];
      if (was?.state !== last.state || was.owner !== last.owner) each.push({ ...last, tick: this.tick });
    });
    this.durableTick = this.tick;
  }

  /** The ledger is another one, with the same data. */
  renameEpoch(position: Position): void {
    this.first = {
      ...this.first,
      epoch: position.epoch,
      head: this.log.length === 0 ? position.head : this.first.head,
    };
    // Also those that were lost: news of them may be on their way, and are taken in until servers compare again.
    for (const { hash, sequence } of this.recorded) {
      const known = this.statesByHead.get(hash);
      if (known !== undefined) this.statesByPosition.set(nameOf(position.epoch, hash, sequence), known);
    }
    this.noteStates(position);
  }

  get states(): string {
    return this.seats.map((facts) => (facts.at(-1) ?? FREE).state).join('');
  }

  /** What a hall looks like at the end of this history; undefined when there never was such a one. */
  statesAt(head: string): string | undefined {
    return this.statesByHead.get(head);
  }

  /** The same by what clients call it. */
  statesAtPosition(position: string): string | undefined {
    return this.statesByPosition.get(position);
  }

  seat(seatId: number): SeatFact {
    return this.seats[seatId - 1]?.at(-1) ?? FREE;
  }

  hold(userId: string): HoldFact {
    return this.holds.get(userId)?.at(-1) ?? NOTHING;
  }

  /** What was so of a seat at some time from one moment to another. */
  seatDuring(seatId: number, from: number, to: number): readonly SeatFact[] {
    return during(this.seats[seatId - 1] ?? [], from, to);
  }

  holdDuring(userId: string, from: number, to: number): readonly HoldFact[] {
    return during(this.holds.get(userId) ?? [NOTHING], from, to);
  }

  /** How few seats were free at some time from a moment on. */
  freeDuring(from: number): number {
    let least = Infinity;
    for (let tick = Math.max(from, 0); tick <= this.tick; tick++) {
      let free = 0;
      for (const facts of this.seats) if (facts.findLast((fact) => fact.tick <= tick)?.state === 'a') free++;
      least = Math.min(least, free);
    }
    return least;
  }

  private apply(recorded: Entry): void {
    const { change, tick } = recorded;
    const { cause } = change;
    if (cause === 'queued' || cause === 'left_line') return;
    const owner = 'userId' in change ? change.userId : undefined;
    if (cause !== 'extended') {
      const state = letterAfter[cause];
      const fact = { tick, state, owner: state === 'a' ? undefined : owner };
      for (const id of change.seatIds) this.seats[id - 1]?.push(fact);
    }
    if (owner === undefined || cause === 'cancelled') return;
    const { seatIds, expiresAt } = this.hold(owner);
    if (cause === 'held' || cause === 'offered' || cause === 'extended') {
      const all = [...new Set([...seatIds, ...change.seatIds])].sort((a, b) => a - b);
      this.putHold(owner, recorded, all, change.expiresAt);
    } else {
      const rest = seatIds.filter((id) => !change.seatIds.includes(id));
      if (rest.length < seatIds.length) this.putHold(owner, recorded, rest, expiresAt);
    }
  }

  private putHold(
    userId: string,
    made: Entry | undefined,
    seatIds: readonly number[],
    expiresAt: number,
  ): void {
    const fact = { tick: this.tick, made, seatIds, expiresAt };
    const facts = this.holds.get(userId);
    if (facts === undefined) this.holds.set(userId, [NOTHING, fact]);
    else facts.push(fact);
  }

  private noteStates({ epoch, sequence, head }: Position): void {
    const { states } = this;
    this.epochs.add(epoch);
    this.statesByHead.set(head, states);
    for (const each of this.epochs) this.statesByPosition.set(nameOf(each, head, sequence), states);
  }
}

/** How clients name a place in a history. */
function nameOf(epoch: string, head: string, sequence: number): string {
  return `${epoch}.${head.slice(0, 8)}:${sequence}`;
}

/** Those that were so at `from`, and those that began until `to`. */
function during<Fact extends { readonly tick: number }>(
  facts: readonly Fact[],
  from: number,
  to: number,
): readonly Fact[] {
  const found: Fact[] = [];
  for (let i = facts.length - 1; i >= 0; i--) {
    const fact = facts[i];
    if (fact === undefined) break;
    if (fact.tick <= to) found.push(fact);
    if (fact.tick <= from) break;
  }
  return found;
}
