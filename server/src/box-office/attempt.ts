import type { Answer, Command } from '../domain/command.ts';
import { decide, type DecideContext } from '../domain/decide.ts';
import { DraftSeatMap } from '../domain/draft-seat-map.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import type { SeatMap } from '../domain/seat-map.ts';
import type { Batch, Cancellation, IdempotencyRecord, NewReservation, SeatWrite } from '../ports/ledger.ts';
import type { UsedKeys } from './used-keys.ts';

/** That a command may be sent again: who sent it under which key, and what it asked for. */
export interface IdempotencyKey {
  readonly userId: string;
  readonly key: string;
  readonly fingerprint: string;
}

/** One command in the queue. */
export interface Pending {
  readonly command: Command;
  readonly idempotency: IdempotencyKey | undefined;
  /** When it arrived, by this process's monotonic clock. */
  readonly arrivedMonotonicMs: number;
  readonly resolve: (outcome: Answer | Refusal) => void;
  isAnswered: boolean;
}

/**
 * One try at a batch of commands: each is decided on what the ones before it would leave behind. Nothing in
 * it is true until the ledger has recorded it; a try that the ledger refuses is thrown away whole.
 */
export class Attempt {
  readonly outcomes: (Answer | Refusal)[] = [];
  /**
   * False when there is nothing to record: every command was refused, or was an expiry that found nothing
   * to end. Every other success is recorded even if it changes nothing, because its answer must be durable.
   */
  mustBeRecorded = false;
  readonly newKeys: IdempotencyRecord[] = [];
  private readonly draft: DraftSeatMap;
  private readonly newKeysById = new Map<string, IdempotencyRecord>();
  private readonly reservations = new Map<string, NewReservation>();
  private readonly cancellations = new Map<string, Cancellation>();
  private notBefore: number | null = null;
  private notAfter: number | null = null;

  constructor(
    map: SeatMap,
    private readonly usedKeys: UsedKeys,
  ) {
    this.draft = new DraftSeatMap(map);
  }

  get changes(): DraftSeatMap['changes'] {
    return this.draft.changes;
  }

  /** Decides one more command. */
  add({ command, idempotency }: Pending, context: DecideContext): void {
    const outcome = this.replay(idempotency) ?? this.decideNew(command, idempotency, context);
    this.mustBeRecorded ||= !isRefusal(outcome) && (command.kind !== 'expire' || this.changes.length > 0);
    this.outcomes.push(outcome);
  }

  /** What is to be recorded. */
  toBatch(): Batch {
    return {
      eventId: this.draft.event.eventId,
      expectedSequence: this.draft.sequence - this.draft.changes.length,
      notBefore: this.notBefore,
      notAfter: this.notAfter,
      changes: this.draft.changes,
      seats: Array.from(this.draft.touchedSeats(), ([seatId]) => this.seatWrite(seatId)),
      reservations: [...this.reservations.values()],
      cancellations: [...this.cancellations.values()],
      idempotency: this.newKeys,
    };
  }

  /** The answer that the key's first use got, or undefined when this is its first use. */
  private replay(idempotency: IdempotencyKey | undefined): Answer | Refusal | undefined {
    if (idempotency === undefined) return undefined;
    const { userId, key, fingerprint } = idempotency;
    const used = this.usedKeys.get(userId, key) ?? this.newKeysById.get(`${userId}\n${key}`);
    if (used === undefined) return undefined;
    if (used.fingerprint !== fingerprint) return { refused: 'idempotency_mismatch' };
    // We wrote this answer ourselves, as JSON of an Answer.
    return JSON.parse(used.answer) as Answer;
  }

  private decideNew(
    command: Command,
    idempotency: IdempotencyKey | undefined,
    context: DecideContext,
  ): Answer | Refusal {
    const decision = decide(this.draft, command, context);
    if (isRefusal(decision)) return decision;
    if (decision.notBefore !== null) this.notBefore = Math.max(this.notBefore ?? 0, decision.notBefore);
    if (decision.notAfter !== null) this.notAfter = Math.min(this.notAfter ?? Infinity, decision.notAfter);
    for (const change of decision.changes) {
      this.draft.apply(change);
      if (change.cause === 'reserved' && 'reservation' in command) {
        const { userId, seatIds, sequence, at, reservationId } = change;
        const { userName, phone, code } = command.reservation;
        const facts = { reservationId, userId, userName, phone, code, seatIds, sequence };
        this.reservations.set(reservationId, { ...facts, createdAt: at, cancelledAt: null });
      }
      if (change.cause === 'cancelled') this.noteCancelled(change.reservationId, change.at);
    }
    if (idempotency !== undefined) {
      const record = {
        ...idempotency,
        sequence: this.draft.sequence,
        answer: JSON.stringify(decision.answer),
      };
      this.newKeys.push(record);
      this.newKeysById.set(`${idempotency.userId}\n${idempotency.key}`, record);
    }
    return decision.answer;
  }

  private noteCancelled(reservationId: string, at: number): void {
    const remainingSeatIds = this.draft.reservation(reservationId)?.seatIds ?? [];
    const made = this.reservations.get(reservationId);
    if (made === undefined) {
      this.cancellations.set(reservationId, { reservationId, remainingSeatIds, at });
    } else if (remainingSeatIds.length === 0) {
      this.reservations.set(reservationId, { ...made, cancelledAt: at });
    } else {
      this.reservations.set(reservationId, { ...made, seatIds: remainingSeatIds });
    }
  }

  private seatWrite(seatId: number): SeatWrite {
    const seat = this.draft.seat(seatId);
    switch (seat?.state) {
      case 'available':
      case 'blocked':
        return { seatId, state: seat.state };
      case 'reserved':
        return { seatId, state: 'reserved', userId: seat.userId, reservationId: seat.reservationId };
      case 'held': {
        const hold = this.draft.hold(seat.userId);
        if (hold === undefined) throw new Error(`seat ${seatId} is held by a user without a hold`);
        const { userId, expiresAt, extensionsUsed } = hold;
        return { seatId, state: 'held', userId, expiresAt, extensionsUsed };
      }
      case undefined:
        throw new Error(`the hall has no seat ${seatId}`);
    }
  }
}
