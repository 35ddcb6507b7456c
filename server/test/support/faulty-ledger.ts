import type { Ledger } from '../../src/ports/ledger.ts';

/** What a fault does: fail before anything happened, or fail after all of it did. */
export type Fault = 'before' | 'after' | undefined;

/**
 * A ledger behind a bad line: every call is delayed by some turns of the event loop and may fail before or,
 * worse, after it took effect.
 */
export function faultyLedger(ledger: Ledger, nextFault: () => Fault, nextDelay: () => number): Ledger {
  async function call<T>(run: () => Promise<T>): Promise<T> {
    const fault = nextFault();
    await turns(nextDelay());
    if (fault === 'before') throw new Error('fault before');
    const result = await run();
    await turns(nextDelay());
    if (fault === 'after') throw new Error('fault after');
    return result;
  }
  return {
    listEvents: () => call(() => ledger.listEvents()),
    putEvent: (event) => call(() => ledger.putEvent(event)),
    load: (eventId) => call(() => ledger.load(eventId)),
    changesSince: (eventId, sequence, limit) => call(() => ledger.changesSince(eventId, sequence, limit)),
    append: (batch) => call(() => ledger.append(batch)),
    appendLocked: (eventId, sequence, decide) => call(() => ledger.appendLocked(eventId, sequence, decide)),
    findReservation: (id) => call(() => ledger.findReservation(id)),
    reservationsOf: (userId) => call(() => ledger.reservationsOf(userId)),
    now: () => call(() => ledger.now()),
    close: () => ledger.close(),
  };
}

export async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}
