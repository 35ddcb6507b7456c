import type { Position } from '../../domain/log-chain.ts';
import type { LogArchive, RemovedPortion } from '../../ports/log-archive.ts';
import { toPosition, type PositionRow } from './decode.ts';
import type { Runner } from './runner.ts';
import { archiveStatements } from './statements.ts';

/** The old end of events' logs, in PostgreSQL. */
export class PostgresLogArchive implements LogArchive {
  constructor(private readonly runner: Runner) {}

  async reach(eventId: string, before: number): Promise<Position | undefined> {
    // As a write, which is waited for: it may go through much of a long log.
    const [row] = await this.runner.write<PositionRow>(archiveStatements.reach, [eventId, before]);
    return row === undefined ? undefined : toPosition(row);
  }

  async moveFloor(eventId: string, { epoch, sequence, head }: Position) {
    const [row] = await this.runner.write<{ verdict: 'moved' | 'already' | 'differs' | 'needed' }>(
      archiveStatements.moveFloor,
      [eventId, epoch, sequence, head],
    );
    return row?.verdict ?? 'no_event';
  }

  async removeBelow(eventId: string, from: number): Promise<RemovedPortion> {
    const [row] = await this.runner.write<{ removed: number; next: number | null }>(
      archiveStatements.removeBelow,
      [eventId, from],
    );
    return row ?? { removed: 0, next: null };
  }
}
