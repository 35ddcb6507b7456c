import type { LineState } from '../domain/waiting-line.ts';
import type { Findings } from './findings.ts';

/** A waiting room as a server was last told of it. */
export interface AuditedDoors {
  readonly state: LineState;
  readonly activeMax: number;
}

/** Two readings of a waiting room, the second at least a turn of its doors later. */
export function checkDoors(first: AuditedDoors, second: AuditedDoors, findings: Findings): void {
  const wrong = (what: string) => findings.add('doors', 'derived', what);
  for (const { state } of [first, second]) {
    const { joined, serving, overTo, active } = state;
    if (overTo > serving || serving > joined) wrong('the numbers of the waiting room are out of order');
    if (active < 0 || active > serving - overTo) wrong('more people are inside than were let in');
  }
  const isFull = ({ state, activeMax }: AuditedDoors) => state.active > activeMax;
  // That more are inside than may be is possible after the organiser has lowered the bound; that more come in is not.
  const wereLetIn = second.state.serving > first.state.serving;
  if (first.activeMax === second.activeMax && wereLetIn && isFull(first) && isFull(second)) {
    wrong('people are let in although as many are inside as may be');
  }
}
