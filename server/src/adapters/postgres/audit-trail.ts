import type { AuditTrail, NewTrailEntry, TrailRecord, TrailWanted } from '../../ports/audit-trail.ts';
import type { Runner } from './runner.ts';
import { statements } from './statements.ts';

interface TrailRow {
  readonly entry_id: number;
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly event_id: string | null;
  readonly detail: TrailRecord['detail'];
}

/** The trail of what organisers do, in PostgreSQL. */
export class PostgresAuditTrail implements AuditTrail {
  constructor(private readonly runner: Runner) {}

  async note({ actor, action, eventId, detail }: NewTrailEntry): Promise<void> {
    await this.runner.write(statements.noteInTrail, [actor, action, eventId, JSON.stringify(detail)]);
  }

  async list({ eventId, before, after, limit }: TrailWanted): Promise<readonly TrailRecord[]> {
    const bounds = [before ?? Number.MAX_SAFE_INTEGER, after ?? 0, limit];
    const rows =
      eventId === undefined
        ? await this.runner.read<TrailRow>(statements.listTrail, bounds)
        : await this.runner.read<TrailRow>(statements.listTrailOfEvent, [eventId, ...bounds]);
    return rows.map(({ entry_id: entryId, at, actor, action, event_id, detail }) => {
      return { entryId, at, actor, action, eventId: event_id, detail };
    });
  }
}
