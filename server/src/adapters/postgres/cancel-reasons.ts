import type { CancelReasons } from '../../ports/cancel-reasons.ts';
import type { Runner } from './runner.ts';
import { statements } from './statements.ts';

/** Why reservations were taken away, in PostgreSQL. */
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
}
