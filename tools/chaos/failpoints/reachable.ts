import { allPoints } from './points.ts';

/** What decides which points can be come by at all. */
export interface Surroundings {
  /** Whether servers share Redis, by which they tell each other of changes and the gateway of holds. */
  readonly isShared: boolean;
  /** Whether somebody sets the ledger's clock. */
  readonly setsClocks: boolean;
}

/** The points that some sale in such surroundings comes by; at the others nobody can die there. */
export function reachablePoints({ isShared, setsClocks }: Surroundings): readonly string[] {
  const never = [
    ...(isShared ? [] : [/^bus\.(subscribe|onGap) /, /^admission\.(noteHolds|hasNotes) /]),
    // Two servers that contend for an event take its lock; one that is alone never does.
    ...(isShared ? [] : [/^ledger\.appendLocked /]),
    ...(setsClocks ? [] : [/^ledger\.correctClock /]),
  ];
  return allPoints.filter((point) => !never.some((pattern) => pattern.test(point)));
}
