import type { TakenHold } from '../../domain/command.ts';
import {
  HOLD_END_MEMORY_MS,
  type CancelReasons,
  type HoldEnd,
  type HoldEndReason,
} from '../../ports/cancel-reasons.ts';
import type { Runner } from './runner.ts';
import { statements } from './statements.ts';

interface HoldEndRow extends Omit<HoldEnd, 'seatIds'> {
  readonly seat_ids: readonly number[];
}

/** Why reservations and holds were taken away, in PostgreSQL. */
export class PostgresCancelReasons implements CancelReasons {
  constructor(private readonly runner: Runner) {}

  async put(eventId: string, reservation: number, reason: string): Promise<void> {
    await this.runner.write(statements.putCancelReason, [eventId, reservation, reason]);
  }

  async withdraw(eventId: string, reservation: number): Promise<void> {
    await this.runner.write(statements.withdrawCancelReason, [eventId, reservation]);
  }

  async find(eventId: string, reservation: number): Promise<string | undefined> {
    const values = [eventId, reservation];
    const [row] = await this.runner.read<{ reason: string }>(statements.findCancelReason, values);
    return row?.reason;
  }

  async findAll(eventId: string, reservations: readonly number[]): Promise<ReadonlyMap<number, string>> {
    const values = [eventId, reservations];
    const rows = await this.runner.read<{ reservation: number; reason: string }>(
      statements.findCancelReasons,
      values,
    );
    return new Map(rows.map(({ reservation, reason }) => [reservation, reason]));
  }

  async putForHolds(eventId: string, holds: readonly TakenHold[], why: HoldEndReason): Promise<void> {
    const { reason, at, afterSequence } = why;
    const rows = holds.map(({ userId, seatIds }) => ({ user_id: userId, seat_ids: seatIds }));
    const values = [eventId, JSON.stringify(rows), at, reason, at - HOLD_END_MEMORY_MS, afterSequence];
    await this.runner.write(statements.putHoldEnds, values);
  }

  async findForHold(eventId: string, userId: string): Promise<HoldEnd | undefined> {
    const [row] = await this.runner.read<HoldEndRow>(statements.findHoldEnd, [eventId, userId]);
    if (row === undefined) return undefined;
    const { seat_ids: seatIds, ...rest } = row;
    return { seatIds, ...rest };
  }
}
