import type { RehearsalInput, RehearsalOutcome, RehearsalProgress } from '@jari/contract';

/**
 * How rehearsals stand and what came of the last ones, so that any server can tell, whichever plays. One is played at a
 * time, wherever it is.
 */
export interface RehearsalStore {
  /** `busy`: another one runs. One whose server has not been heard of for a while runs no longer. */
  begin(rehearsal: NewRehearsal): Promise<'begun' | 'busy'>;

  /** Says that it still runs. `given up`: another server has taken this one for dead. */
  note(rehearsalId: string, at: number, progress: RehearsalProgress): Promise<'go on' | 'stop' | 'given up'>;

  end(rehearsalId: string, at: number, how: RehearsalEnd): Promise<void>;

  /** Asks one that runs to stop, wherever it is played. False when there is no such one. */
  askToStop(rehearsalId: string, ofEvent: string): Promise<boolean>;

  /** The newest first, without their reports, as they stand now; one whose server has gone has failed when it was last heard of. */
  list(ofEvent: string, now: number): Promise<readonly RehearsalRecord[]>;

  /** HTML, compressed by gzip. */
  findReport(rehearsalId: string, ofEvent: string): Promise<Uint8Array | undefined>;
}

export interface NewRehearsal {
  /** That of the event it is played on. */
  readonly rehearsalId: string;
  /** The event of which that is a copy. */
  readonly ofEvent: string;
  readonly startedBy: string;
  readonly at: number;
  readonly options: RehearsalInput;
}

export type RehearsalEnd =
  { readonly outcome: RehearsalOutcome; readonly report: Uint8Array } | { readonly failure: string };

export interface RehearsalRecord extends Omit<NewRehearsal, 'at'> {
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly isStopAsked: boolean;
  readonly progress: RehearsalProgress | null;
  readonly outcome: RehearsalOutcome | null;
  readonly failure: string | null;
}

/** One whose server was not heard of for so long is over. */
export const REHEARSAL_SILENCE_MS = 20_000;
/** So many are kept, with their reports, of all events together. */
export const REHEARSALS_KEPT_MAX = 40;
/** So many of an event are listed. */
export const REHEARSALS_LISTED_MAX = 20;
export const REHEARSAL_LOST = 'The server that played it has gone.';
