import type { Change, Unnumbered } from './change.ts';
import type {
  Answer,
  AnswerTo,
  Command,
  CommandKind,
  CommandOf,
  HoldAnswer,
  ReservationDraft,
  ReservedAnswer,
} from './command.ts';
import { isOver, mayBeTakenFrom, mustBeRecordedBy, type HoldTiming } from './hold-validity.ts';
import {
  drawnToSucceed,
  extensionsRemain,
  hasNoReservation,
  ownHoldIsSettled,
  saleIsOpen,
  seatsAreFreeFor,
  seatsExist,
  validHold,
  withinLimit,
} from './policies.ts';
import { firstRefusal, isRefusal, type Refusal } from './refusal.ts';
import type { SeatMap } from './seat-map.ts';
import type { Hold } from './seat.ts';

export interface DecideContext extends HoldTiming {
  /** Probability that a confirm which would succeed fails on purpose. */
  readonly failureRate: number;
}

/** A yes: what changes, and the moments it relies on. Nothing has happened until the ledger has it. */
export interface Acceptance<A extends Answer = Answer> {
  readonly answer: A;
  readonly changes: readonly Change[];
  /** The latest hold expiry this relies on having passed. */
  readonly notBefore: number | null;
  /** The moment by which this must be recorded, because it relies on a hold. */
  readonly notAfter: number | null;
}

/**
 * Decides one command: pure and synchronous. Looks at the map, changes nothing; the caller applies the
 * changes if it accepts them.
 */
export function decide<K extends CommandKind>(
  map: SeatMap,
  command: CommandOf<K>,
  context: DecideContext,
): Acceptance<AnswerTo<K>> | Refusal;
export function decide(map: SeatMap, command: Command, context: DecideContext): Acceptance | Refusal {
  switch (command.kind) {
    case 'hold':
      return decideHold(map, command, context);
    case 'extend':
      return decideExtend(map, command, context);
    case 'release':
      return decideRelease(map, command, context);
    case 'confirm':
      return decideConfirm(map, command, context);
    case 'assignAny':
      return decideAssignAny(map, command, context);
    case 'cancel':
      return decideCancel(map, command, context);
    case 'expire':
      return decideExpire(map, command, context);
    case 'block':
      return decideBlock(map, command.seatIds, context);
    case 'unblock':
      return decideUnblock(map, command.seatIds, context);
    case 'reserveForDesk':
      return decideReserveForDesk(map, command, context);
    case 'free':
      return decideFree(map, command.seatId, context);
    case 'reset':
      return decideReset(map, command, context);
  }
}

function decideHold(
  map: SeatMap,
  { userId, seatIds }: CommandOf<'hold'>,
  context: DecideContext,
): Acceptance<HoldAnswer> | Refusal {
  const refusal = firstRefusal([
    saleIsOpen(map, context),
    seatsExist(map, seatIds),
    ownHoldIsSettled(map, userId, context),
    seatsAreFreeFor(map, userId, seatIds, context),
    withinLimit(map, userId, seatIds.length),
  ]);
  if (refusal !== undefined) return refusal;

  const draft = new ChangeList(map, context);
  const running = runningHold(map, userId, context);
  const wanted = [...seatIds].sort((a, b) => a - b);
  const added = wanted.filter((id) => !running?.seatIds.includes(id));
  const givenBack = running?.seatIds.filter((id) => !wanted.includes(id)) ?? [];
  draft.takeOver(userId, added);
  if (running !== undefined) draft.relyOn(running);
  if (givenBack.length > 0) draft.add({ cause: 'released', userId, seatIds: givenBack });
  const hold: Hold = {
    userId,
    seatIds: wanted,
    expiresAt: running?.expiresAt ?? Math.ceil(context.now + map.event.rules.holdTtlMs),
    extensionsUsed: running?.extensionsUsed ?? 0,
  };
  if (added.length > 0) {
    const { expiresAt, extensionsUsed } = hold;
    draft.add({ cause: 'held', userId, seatIds: added, expiresAt, extensionsUsed });
  }
  return draft.accept(holdAnswer(map, hold));
}

function decideExtend(
  map: SeatMap,
  { userId }: CommandOf<'extend'>,
  context: DecideContext,
): Acceptance<HoldAnswer> | Refusal {
  const hold = validHold(map, userId, context);
  if (isRefusal(hold)) return hold;
  const refusal = extensionsRemain(map, hold);
  if (refusal !== undefined) return refusal;

  const draft = new ChangeList(map, context);
  draft.relyOn(hold);
  const expiresAt = Math.max(hold.expiresAt, Math.ceil(context.now + map.event.rules.holdTtlMs));
  const extensionsUsed = hold.extensionsUsed + 1;
  draft.add({ cause: 'extended', userId, seatIds: hold.seatIds, expiresAt, extensionsUsed });
  return draft.accept(holdAnswer(map, { ...hold, expiresAt, extensionsUsed }));
}

/** Giving back what one does not hold is a success: it is given back. */
function decideRelease(map: SeatMap, { userId }: CommandOf<'release'>, context: DecideContext): Acceptance {
  const draft = new ChangeList(map, context);
  const hold = runningHold(map, userId, context);
  if (hold !== undefined) draft.add({ cause: 'released', userId, seatIds: hold.seatIds });
  return draft.acceptDone();
}

function decideConfirm(
  map: SeatMap,
  { userId, seatIds: named, reservation }: CommandOf<'confirm'>,
  context: DecideContext,
): Acceptance<ReservedAnswer> | Refusal {
  const held = validHold(map, userId, context);
  if (named === undefined && isRefusal(held)) return held;
  const running = isRefusal(held) ? undefined : held;
  const seatIds = [...(named ?? running?.seatIds ?? [])].sort((a, b) => a - b);
  const refusal =
    firstRefusal([
      saleIsOpen(map, context),
      seatsExist(map, seatIds),
      ownHoldIsSettled(map, userId, context),
      seatsAreFreeFor(map, userId, seatIds, context),
      withinLimit(map, userId, seatIds.length),
    ]) ?? drawnToSucceed(reservation.lot, context.failureRate);
  if (refusal !== undefined) return refusal;

  const draft = new ChangeList(map, context);
  if (running !== undefined) draft.relyOn(running);
  draft.takeOver(
    userId,
    seatIds.filter((id) => !running?.seatIds.includes(id)),
  );
  const givenBack = running?.seatIds.filter((id) => !seatIds.includes(id)) ?? [];
  if (givenBack.length > 0) draft.add({ cause: 'released', userId, seatIds: givenBack });
  return draft.acceptReserved(userId, seatIds, reservation);
}

function decideAssignAny(
  map: SeatMap,
  { userId, reservation }: CommandOf<'assignAny'>,
  context: DecideContext,
): Acceptance<ReservedAnswer> | Refusal {
  // A hold that has run out counts until it is over: until then a confirm that was in time may still come.
  const hold = map.hold(userId);
  const heldCount = hold === undefined || isOver(hold, context) ? 0 : hold.seatIds.length;
  const seatId = map.firstAvailable();
  const refusal = firstRefusal([
    saleIsOpen(map, context),
    hasNoReservation(map, userId),
    withinLimit(map, userId, heldCount + 1),
    seatId === undefined ? { refused: 'sold_out' } : undefined,
  ]);
  if (refusal !== undefined) return refusal;
  if (seatId === undefined) return { refused: 'sold_out' };
  const unlucky = drawnToSucceed(reservation.lot, context.failureRate);
  if (unlucky !== undefined) return unlucky;
  const draft = new ChangeList(map, context);
  draft.takeOver(userId, []);
  return draft.acceptReserved(userId, [seatId], reservation);
}

/** Cancelling what is cancelled already is a success. Another user's reservation does not exist for us. */
function decideCancel(
  map: SeatMap,
  { userId, reservationId }: CommandOf<'cancel'>,
  context: DecideContext,
): Acceptance | Refusal {
  const reservation = map.reservation(reservationId);
  const draft = new ChangeList(map, context);
  if (reservation === undefined) return draft.acceptDone();
  if (reservation.userId !== userId) return { refused: 'not_found' };
  draft.add({ cause: 'cancelled', userId, seatIds: reservation.seatIds, reservationId });
  return draft.acceptDone();
}

function decideExpire(map: SeatMap, { userIds }: CommandOf<'expire'>, context: DecideContext): Acceptance {
  const draft = new ChangeList(map, context);
  for (const userId of userIds) {
    const hold = map.hold(userId);
    if (hold !== undefined && isOver(hold, context)) draft.expire(hold);
  }
  return draft.acceptDone();
}

function decideBlock(map: SeatMap, seatIds: readonly number[], context: DecideContext): Acceptance | Refusal {
  const open = seatIds.filter((id) => map.seat(id)?.state !== 'blocked');
  // The organiser is nobody's user, so that a hold, which is a promise, stands in the organiser's way too.
  const refusal = firstRefusal([seatsExist(map, seatIds), seatsAreFreeFor(map, '', open, context)]);
  if (refusal !== undefined) return refusal;
  const draft = new ChangeList(map, context);
  draft.takeOver('', open);
  if (open.length > 0) draft.add({ cause: 'blocked', seatIds: open });
  return draft.acceptDone();
}

function decideUnblock(
  map: SeatMap,
  seatIds: readonly number[],
  context: DecideContext,
): Acceptance | Refusal {
  const refusal = seatsExist(map, seatIds);
  if (refusal !== undefined) return refusal;
  const draft = new ChangeList(map, context);
  const blocked = seatIds.filter((id) => map.seat(id)?.state === 'blocked');
  if (blocked.length > 0) draft.add({ cause: 'unblocked', seatIds: blocked });
  return draft.acceptDone();
}

function decideReserveForDesk(
  map: SeatMap,
  { userId, seatId, reservation }: CommandOf<'reserveForDesk'>,
  context: DecideContext,
): Acceptance | Refusal {
  const draft = new ChangeList(map, context);
  if (map.seat(seatId)?.state === 'reserved') return draft.acceptDone();
  const refusal = firstRefusal([seatsExist(map, [seatId]), seatsAreFreeFor(map, userId, [seatId], context)]);
  if (refusal !== undefined) return refusal;
  draft.takeOver(userId, [seatId]);
  draft.add({ cause: 'reserved', userId, seatIds: [seatId], reservationId: reservation.reservationId });
  return draft.acceptDone();
}

/** Frees one reserved seat; the other seats of its reservation stay reserved. */
function decideFree(map: SeatMap, seatId: number, context: DecideContext): Acceptance | Refusal {
  const unknown = seatsExist(map, [seatId]);
  if (unknown !== undefined) return unknown;
  const draft = new ChangeList(map, context);
  const seat = map.seat(seatId);
  if (seat?.state === 'reserved') {
    const { userId, reservationId } = seat;
    draft.add({ cause: 'cancelled', userId, seatIds: [seatId], reservationId });
    return draft.acceptDone();
  }
  return seatsAreFreeFor(map, '', [seatId], context) ?? draft.acceptDone();
}

/** Empties the hall, holds included: the one command that breaks into a hold, and the organiser's alone. */
function decideReset(
  map: SeatMap,
  { userIds, reservationIds }: CommandOf<'reset'>,
  context: DecideContext,
): Acceptance {
  const draft = new ChangeList(map, context);
  for (const userId of userIds) {
    const hold = map.hold(userId);
    if (hold !== undefined) draft.add({ cause: 'released', userId, seatIds: hold.seatIds });
  }
  for (const reservationId of reservationIds) {
    const reservation = map.reservation(reservationId);
    if (reservation === undefined) continue;
    const { userId, seatIds } = reservation;
    draft.add({ cause: 'cancelled', userId, seatIds, reservationId });
  }
  return draft.acceptDone();
}

/** The user's hold unless it is over or running out unrecorded. */
function runningHold(map: SeatMap, userId: string, timing: HoldTiming): Hold | undefined {
  const hold = validHold(map, userId, timing);
  return isRefusal(hold) ? undefined : hold;
}

function holdAnswer(map: SeatMap, hold: Hold): HoldAnswer {
  return { hold, extensionsLeft: Math.max(0, map.event.rules.holdExtensions - hold.extensionsUsed) };
}

/** Collects the changes of one decision, numbers them, and notes the moments they rely on. */
class ChangeList {
  private readonly changes: Change[] = [];
  private notBefore: number | null = null;
  private notAfter: number | null = null;

  constructor(
    private readonly map: SeatMap,
    private readonly context: DecideContext,
  ) {}

  add(change: Unnumbered): void {
    const sequence = this.map.sequence + this.changes.length + 1;
    this.changes.push({ ...change, sequence, at: Math.floor(this.context.now) });
  }

  /** Ends the holds that are over but still stand on seats that `userId` takes, and `userId`'s own. */
  takeOver(userId: string, seatIds: readonly number[]): void {
    const over = new Map<string, Hold>();
    for (const owner of [userId, ...seatIds.map((id) => this.holderOf(id))]) {
      const hold = owner === undefined ? undefined : this.map.hold(owner);
      if (hold !== undefined && isOver(hold, this.context)) over.set(hold.userId, hold);
    }
    for (const hold of over.values()) this.expire(hold);
  }

  expire(hold: Hold): void {
    this.notBefore = Math.max(this.notBefore ?? 0, mayBeTakenFrom(hold, this.context));
    this.add({ cause: 'expired', userId: hold.userId, seatIds: hold.seatIds });
  }

  relyOn(hold: Hold): void {
    this.notAfter = Math.min(this.notAfter ?? Infinity, mustBeRecordedBy(hold, this.context));
  }

  accept<A extends Answer>(answer: A): Acceptance<A> {
    return { answer, changes: this.changes, notBefore: this.notBefore, notAfter: this.notAfter };
  }

  acceptDone(): Acceptance<{ readonly changeCount: number }> {
    return this.accept({ changeCount: this.changes.length });
  }

  acceptReserved(
    userId: string,
    seatIds: readonly number[],
    { reservationId, code }: ReservationDraft,
  ): Acceptance<ReservedAnswer> {
    this.add({ cause: 'reserved', userId, seatIds, reservationId });
    return this.accept({
      reservationId,
      code,
      seatIds,
      sequence: this.map.sequence + this.changes.length,
      createdAt: Math.floor(this.context.now),
      remainingSeats: this.map.availableCount + this.availableDelta(),
    });
  }

  private holderOf(seatId: number): string | undefined {
    const seat = this.map.seat(seatId);
    return seat?.state === 'held' ? seat.userId : undefined;
  }

  /** How many more seats are available after the changes than before. */
  private availableDelta(): number {
    const after = new Map<number, boolean>();
    for (const change of this.changes) {
      const free = change.cause === 'released' || change.cause === 'expired';
      for (const id of change.seatIds) after.set(id, free);
    }
    let delta = 0;
    for (const [id, free] of after) {
      delta += Number(free) - Number(this.map.seat(id)?.state === 'available');
    }
    return delta;
  }
}
