import type { Answer, Command, CommandKind } from '../domain/command.ts';
import { decide } from '../domain/decide/decide.ts';
import type { DecideContext } from '../domain/decide/decision.ts';
import { lineRules, servedLine } from '../domain/decide/serve-line.ts';
import { DraftSeatMap } from '../domain/draft-seat-map.ts';
import { wallNow } from '../domain/hold-validity.ts';
import type { Position } from '../domain/log-chain.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { amountsAmong } from '../domain/prices.ts';
import type { SeatMap } from '../domain/seat-map.ts';
import { usedKey } from '../domain/user-place.ts';
import type { Batch, Cancellation, NewReservation, SeatWrite } from '../ports/batch.ts';

/** Commands that nobody waits for. When there is nothing to do, there is nothing to record. */
const housekeeping: ReadonlySet<CommandKind> = new Set(['expire', 'serveLine', 'disperse']);

/** That a command may be sent again: who sent it, and digests of its key and of what it asks for. */
export interface IdempotencyKey {
  readonly userId: string;
  readonly keyPrint: number;
  readonly wishPrint: number;
  /** What the digest of the same request was, or is at another server; none when left out. */
  readonly otherWishPrints?: readonly number[] | undefined;
}

/** One command in the queue. */
export interface Pending {
  readonly command: Command;
  readonly key: IdempotencyKey | undefined;
  /** When it arrived, by this process's monotonic clock. */
  readonly arrivedMonotonicMs: number;
  readonly resolve: (outcome: Answer | Refusal) => void;
  isAnswered: boolean;
  /** How often it was decided in vain. */
  tries: number;
}

/** The command was sent before and succeeded: its answer follows from the change that it made then. */
export interface Replay {
  readonly replayOf: number;
}

export type Outcome = Answer | Refusal | Replay;

/**
 * A batch of commands, each decided on what the ones before it would leave behind. Nothing in it is true
 * until the ledger has recorded it; a proposal that the ledger refuses is thrown away whole.
 */
export class Proposal {
  readonly draft: DraftSeatMap;
  readonly pendings: Pending[] = [];
  readonly outcomes: Outcome[] = [];
  /**
   * False when there is nothing to record: every command was refused, or was housekeeping that found nothing
   * to do. Every other success is recorded even if it changes nothing, because its answer must be durable.
   */
  mustBeRecorded = false;
  private readonly expected: Position;
  private readonly reservations = new Map<number, NewReservation>();
  private cancellations: Map<number, Cancellation> | undefined;
  private notBefore: number | null = null;
  private notAfter: number | null = null;

  constructor(map: SeatMap) {
    this.draft = new DraftSeatMap(map);
    this.expected = { epoch: map.epoch, sequence: map.sequence, head: map.head };
  }

  /** Decides one more command. */
  add(pending: Pending, timing: Omit<DecideContext, 'key'>): void {
    const { command } = pending;
    const before = this.draft.changes.length;
    const replay = this.replay(pending, timing);
    if (replay === undefined) this.serveLine(timing);
    const outcome = replay ?? this.decideNew(pending, timing);
    const mustBeDurable = !isRefusal(outcome) && !housekeeping.has(command.kind);
    this.mustBeRecorded ||= mustBeDurable || this.draft.changes.length > before;
    this.pendings.push(pending);
    this.outcomes.push(outcome);
  }

  /** How many of its commands, from the first on, came before a moment of the monotonic clock. */
  countArrivedBy(monotonicMs: number): number {
    const next = this.pendings.findIndex(({ arrivedMonotonicMs }) => arrivedMonotonicMs > monotonicMs);
    return next === -1 ? this.pendings.length : next;
  }

  /** What is to be recorded. Must be asked before the map below changes. */
  toBatch({ mark, after }: Pick<Batch, 'mark' | 'after'>): Batch {
    return {
      eventId: this.draft.event.eventId,
      expected: this.expected,
      mark,
      after,
      version: this.draft.event.version,
      head: this.draft.head,
      availableCount: this.draft.availableCount,
      notBefore: this.notBefore,
      notAfter: this.notAfter,
      changes: this.draft.changes,
      seats: Array.from(this.seatsToWrite(), (seatId) => this.seatWrite(seatId)),
      reservations: [...this.reservations.values()],
      cancellations: this.cancellations === undefined ? [] : [...this.cancellations.values()],
    };
  }

  /** The change that the key's first use made, or undefined when this is its first use. */
  private replay({ key }: Pending, timing: Omit<DecideContext, 'key'>): Replay | Refusal | undefined {
    if (key === undefined) return undefined;
    const used = usedKey(this.draft.place(key.userId), key.keyPrint, wallNow(timing));
    if (used === undefined) return undefined;
    const isSame = used.wishPrint === key.wishPrint || key.otherWishPrints?.includes(used.wishPrint) === true;
    if (!isSame) return { refused: 'idempotency_mismatch' };
    return { replayOf: used.sequence };
  }

  /**
   * Under rules by which the line has not been served yet, those who wait have what is free before anybody asks for
   * it: the sale has opened, say, or one may have more seats.
   */
  private serveLine(timing: Omit<DecideContext, 'key'>): void {
    if (this.draft.line.size === 0) return;
    const rules = lineRules(this.draft, timing);
    if (this.draft.lineServedBy === rules) return;
    for (const change of servedLine(this.draft, { ...timing, key: null })) this.draft.apply(change);
    this.draft.lineServedBy = rules;
  }

  private decideNew({ command, key }: Pending, timing: Omit<DecideContext, 'key'>): Answer | Refusal {
    const mark = key === undefined ? null : { keyPrint: key.keyPrint, wishPrint: key.wishPrint };
    const decision = decide(this.draft, command, { ...timing, key: mark });
    if (isRefusal(decision)) return decision;
    if (decision.notBefore !== null) this.notBefore = Math.max(this.notBefore ?? 0, decision.notBefore);
    if (decision.notAfter !== null) this.notAfter = Math.min(this.notAfter ?? Infinity, decision.notAfter);
    for (const change of decision.changes) {
      this.draft.apply(change);
      if (
        change.cause === 'reserved' &&
        'reservation' in command &&
        typeof command.reservation === 'object'
      ) {
        const { userId, seatIds, sequence, at: createdAt } = change;
        const { userName, phone, code } = command.reservation;
        const who = { userId, userName, phone, code };
        const origin = command.kind === 'transfer' ? command.from.origin : null;
        const facts = { sequence, ...who, seatIds, ...decision.sold, createdAt, cancelledAt: null, origin };
        this.reservations.set(sequence, facts);
      }
      if (change.cause === 'cancelled') {
        // Of a transfer the very next change makes the other's.
        const successor = command.kind === 'transfer' ? change.sequence + 1 : null;
        this.noteCancelled(change.userId, change.reservation, change.at, successor);
      }
    }
    return decision.answer;
  }

  private noteCancelled(userId: string, sequence: number, at: number, successor: number | null): void {
    const rest = this.draft.place(userId)?.reservations.find((each) => each.sequence === sequence);
    const remainingSeatIds = rest?.seatIds ?? [];
    const made = this.reservations.get(sequence);
    if (made === undefined) {
      (this.cancellations ??= new Map()).set(sequence, {
        sequence,
        remainingSeatIds,
        at,
        successor,
      });
    } else if (remainingSeatIds.length === 0) {
      this.reservations.set(sequence, { ...made, cancelledAt: at });
    } else {
      const amounts = amountsAmong(made, made.seatIds, remainingSeatIds);
      this.reservations.set(sequence, { ...made, seatIds: remainingSeatIds, ...amounts });
    }
  }

  /** All that a change names, also where only the time of their hold is another: each seat's row carries it. */
  private seatsToWrite(): Iterable<number> {
    const named = new Set<number>();
    for (const { seatIds } of this.draft.changes) for (const seatId of seatIds) named.add(seatId);
    return named;
  }

  private seatWrite(seatId: number): SeatWrite {
    const after = this.draft.seat(seatId);
    const before = this.draft.seatBefore(seatId);
    if (after === undefined || before === undefined) throw new Error(`the hall has no seat ${seatId}`);
    if (!('userId' in after)) {
      return { seatId, before, after, expiresAt: null, extensionsUsed: null, reservation: null };
    }
    const place = this.draft.place(after.userId);
    if (after.state === 'held') {
      const hold = place?.hold;
      if (hold === undefined) throw new Error(`seat ${seatId} is held by a user without a hold`);
      const { expiresAt, extensionsUsed } = hold;
      return { seatId, before, after, expiresAt, extensionsUsed, reservation: null };
    }
    const own = place?.reservations.findLast(({ seatIds }) => seatIds.includes(seatId));
    if (own === undefined) throw new Error(`seat ${seatId} is reserved without a reservation`);
    return { seatId, before, after, expiresAt: null, extensionsUsed: null, reservation: own.sequence };
  }
}
