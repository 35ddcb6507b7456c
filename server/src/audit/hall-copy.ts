import type { LedgerTime } from '../ports/ledger.ts';
import type { Hold } from '../domain/seat.ts';
import type { UserPlace } from '../domain/user-place.ts';
import type { LineEntry } from '../domain/seat-line.ts';

/** The part of a box office that the auditor looks at. */
export interface AuditedHall {
  /** Another one after a reload. */
  readonly seatMap: {
    readonly epoch: string;
    readonly sequence: number;
    readonly head: string;
    readonly seatCount: number;
    readonly availableCount: number;
    readonly holdCount: number;
    stateText(): string;
    stateOf(seatId: number): string | undefined;
    ownerOf(seatId: number): string | undefined;
    hold(userId: string): Hold | undefined;
    copyPlaces(): Iterable<UserPlace>;
    readonly line: { all(): Iterable<LineEntry> };
  };
  /** The ledger's clocks. */
  time(): LedgerTime;
  refresh(): void;
  /** Loads the hall anew from the ledger. */
  reload(): void;
}

/** What is shown of a hall, read in the same turn of the event loop as the copy. */
export interface ShownHall {
  /** What it is, for the finding. */
  readonly name: string;
  readonly etag: string;
  /** What the text says, a letter a seat. */
  readonly states: string;
  readonly position: string;
}

/**
 * Everything a server remembers of a hall, as of one change. Taken in one go, so that no change comes in between; and
 * because nothing is sold meanwhile, nothing is made for it that can be made later.
 */
export interface HallCopy {
  readonly epoch: string;
  readonly sequence: number;
  readonly head: string;
  readonly availableCount: number;
  readonly holdCount: number;
  readonly states: string;
  readonly owners: readonly (string | undefined)[];
  readonly places: Iterable<UserPlace>;
  readonly line: readonly LineEntry[];
  readonly shown: readonly ShownHall[];
  /** How far whoever watches has been told; undefined when nobody has watched yet. */
  readonly told: { readonly sequence: number; readonly head: string } | undefined;
  readonly time: LedgerTime;
}

/** How the other parts of a server show a hall. */
export interface HallWatch {
  shown(eventId: string): readonly ShownHall[];
  told(eventId: string): HallCopy['told'];
}

export function copyHall(eventId: string, hall: AuditedHall, watch: HallWatch): HallCopy {
  const { seatMap } = hall;
  const { epoch, sequence, head, availableCount, holdCount, seatCount } = seatMap;
  return {
    ...{ epoch, sequence, head, availableCount, holdCount, states: seatMap.stateText() },
    owners: Array.from({ length: seatCount }, (_, i) => seatMap.ownerOf(i + 1)),
    places: seatMap.copyPlaces(),
    line: [...seatMap.line.all()],
    shown: watch.shown(eventId),
    told: watch.told(eventId),
    time: hall.time(),
  };
}
