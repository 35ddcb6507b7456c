import type { Ledger } from '../../src/ports/ledger.ts';

/** A ledger that a test can put another in the place of, as a restored copy takes a database's place. */
export function replaceableLedger(first: Ledger): {
  readonly ledger: Ledger;
  replace(other: Ledger): void;
} {
  let current = first;
  const ledger: Ledger = {
    now: () => current.now(),
    correctClock: (...args) => current.correctClock(...args),
    probe: () => current.probe(),
    close: () => current.close(),
    listEvents: () => current.listEvents(),
    putEvent: (...args) => current.putEvent(...args),
    findReservation: (...args) => current.findReservation(...args),
    reservationsOf: (...args) => current.reservationsOf(...args),
    load: (...args) => current.load(...args),
    changesSince: (...args) => current.changesSince(...args),
    append: (...args) => current.append(...args),
    appendLocked: (...args) => current.appendLocked(...args),
    recall: (...args) => current.recall(...args),
    forget: (...args) => current.forget(...args),
  };
  return { ledger, replace: (other) => (current = other) };
}
