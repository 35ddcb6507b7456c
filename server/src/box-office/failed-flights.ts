import type { Change } from '../domain/change.ts';
import type { AppendResult } from '../ports/ledger.ts';
import type { Flight } from './flight.ts';
import type { Pending } from './proposal.ts';

type AppendRefusal = Extract<AppendResult, { ok: false }>['why'];

/** What is to be done about appends that did not succeed in turn. */
export interface Aftermath {
  /** Recorded after all. What they say of themselves may be another's; see `isOurs`. */
  readonly recorded: readonly RecordedFlight[];
  /** Sent on a line that broke, and not recorded: their people are told that the outcome is not known. */
  readonly lost: readonly Pending[];
  /** Certainly not recorded, so their commands are decided again. */
  readonly again: readonly Pending[];
  readonly refusals: readonly AppendRefusal[];
  /** Another instance was quicker. */
  readonly hasConflict: boolean;
}

export interface RecordedFlight {
  readonly flight: Flight;
  /**
   * False when the ledger was only found to hold the same changes. Two instances that were sent the same command
   * in the same millisecond decide the same, except for what is no part of the history: a reservation's code.
   */
  readonly isOurs: boolean;
}

/**
 * Sorts appends that failed by what the ledger turned out to hold.
 *
 * @param found the changes that were missing here by their hashes; undefined when the event was loaded anew
 */
export function sortFailed(
  failed: readonly Flight[],
  found: ReadonlyMap<string, Change> | undefined,
): Aftermath {
  const recorded: RecordedFlight[] = [];
  const lost: Pending[] = [];
  const again: Pending[] = [];
  const refusals: AppendRefusal[] = [];
  for (const flight of failed) {
    const { result, proposal } = flight;
    if (result === 'ok' || flight.wasRecorded(found)) recorded.push({ flight, isOurs: result === 'ok' });
    else if (result === 'unknown') lost.push(...proposal.pendings);
    else again.push(...proposal.pendings);
    if (result === 'conflict' || result === 'too_early' || result === 'too_late') refusals.push(result);
  }
  return { recorded, lost, again, refusals, hasConflict: refusals.includes('conflict') };
}
