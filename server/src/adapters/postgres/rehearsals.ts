import {
  REHEARSAL_LOST,
  REHEARSAL_SILENCE_MS,
  REHEARSALS_KEPT_MAX,
  REHEARSALS_LISTED_MAX,
  type NewRehearsal,
  type RehearsalEnd,
  type RehearsalRecord,
  type RehearsalStore,
} from '../../ports/rehearsal-store.ts';
import type { Runner } from './runner.ts';
import { statements } from './statements.ts';

interface RehearsalRow {
  readonly rehearsal_id: string;
  readonly of_event: string;
  readonly started_by: string;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly stop_asked: boolean;
  readonly options: RehearsalRecord['options'];
  readonly progress: RehearsalRecord['progress'];
  readonly outcome: RehearsalRecord['outcome'];
  readonly failure: string | null;
}

/** Rehearsals and their reports, in PostgreSQL. */
export class PostgresRehearsals implements RehearsalStore {
  constructor(private readonly runner: Runner) {}

  async begin({ rehearsalId, ofEvent, startedBy, at, options }: NewRehearsal): Promise<'begun' | 'busy'> {
    const silent = [at, at - REHEARSAL_SILENCE_MS, REHEARSAL_LOST, REHEARSALS_KEPT_MAX - 1];
    await this.runner.write(statements.giveUpRehearsals, silent);
    const values = [rehearsalId, ofEvent, startedBy, at, JSON.stringify(options)];
    return (await this.runner.write(statements.beginRehearsal, values)).length > 0 ? 'begun' : 'busy';
  }

  async note(
    rehearsalId: string,
    at: number,
    progress: NonNullable<RehearsalRecord['progress']>,
  ): Promise<'go on' | 'stop' | 'given up'> {
    const values = [rehearsalId, at, JSON.stringify(progress)];
    const [row] = await this.runner.write<{ stop_asked: boolean }>(statements.noteRehearsal, values);
    if (row === undefined) return 'given up';
    return row.stop_asked ? 'stop' : 'go on';
  }

  async end(rehearsalId: string, at: number, how: RehearsalEnd): Promise<void> {
    const rest =
      'failure' in how
        ? [null, how.failure, null]
        : [JSON.stringify(how.outcome), null, Buffer.from(how.report)];
    await this.runner.write(statements.endRehearsal, [rehearsalId, at, ...rest]);
  }

  async askToStop(rehearsalId: string, ofEvent: string): Promise<boolean> {
    return (await this.runner.write(statements.stopRehearsal, [rehearsalId, ofEvent])).length > 0;
  }

  async list(ofEvent: string, now: number): Promise<readonly RehearsalRecord[]> {
    const values = [ofEvent, REHEARSALS_LISTED_MAX, now - REHEARSAL_SILENCE_MS, REHEARSAL_LOST];
    return (await this.runner.read<RehearsalRow>(statements.listRehearsals, values)).map(toRecord);
  }

  async findReport(rehearsalId: string, ofEvent: string): Promise<Uint8Array | undefined> {
    const values = [rehearsalId, ofEvent];
    const [row] = await this.runner.read<{ report: Buffer }>(statements.findRehearsalReport, values);
    return row?.report;
  }
}

function toRecord(row: RehearsalRow): RehearsalRecord {
  const { options, progress, outcome, failure } = row;
  return {
    ...{ rehearsalId: row.rehearsal_id, ofEvent: row.of_event, startedBy: row.started_by },
    ...{ startedAt: row.started_at, endedAt: row.ended_at, isStopAsked: row.stop_asked },
    ...{ options, progress, outcome, failure },
  };
}
