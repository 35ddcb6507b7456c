import type { Position } from '../domain/log-chain.ts';

/**
 * The old end of events' logs, which may be moved to a file. Whoever has read it and has it safely on disk says so by
 * moving the floor (`pruned_to`); only then anything is removed. Until then, and after a crash at any moment, the ledger
 * has everything, so archiving can be begun again and again.
 *
 * Never removed, whatever the floor: what somebody can still ask for by its number. That is the change that made a
 * reservation which is active or which a shop made, a place in line that has not ended, and the change at the floor,
 * which the next one follows.
 */
export interface LogArchive {
  /**
   * The last change up to which everything may be archived: it was before `before` by the wall clock, nobody's retry needs
   * it, and every webhook has been told of it. The floor itself when that is nothing new; undefined: no such event.
   */
  reach(eventId: string, before: number): Promise<Position | undefined>;

  /**
   * Moves the floor up to a change. Once it has moved, nobody goes on from below it any more.
   * `differs`: the ledger has another history there. `needed`: not everything up to it may be archived.
   */
  moveFloor(eventId: string, to: Position): Promise<'moved' | 'already' | 'differs' | 'needed' | 'no_event'>;

  /**
   * Removes a portion of what lies below the floor, from a change on. Nothing of it is read by anybody, so it does not
   * matter how far it comes.
   */
  removeBelow(eventId: string, from: number): Promise<RemovedPortion>;
}

export interface RemovedPortion {
  readonly removed: number;
  /** Where the next portion begins; null when there is none. */
  readonly next: number | null;
}
