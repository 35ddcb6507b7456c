import type { Ledger } from '../../src/ports/ledger.ts';

/** What a fault does: fail before anything happened, or fail after all of it did. */
export type Fault = 'before' | 'after' | undefined;

/**
 * A ledger behind a bad line: every call is delayed and may fail before or, worse, after it took effect.
 * `isLost`: nobody waits for this ledger any more, because its instance has crashed; what is on its way may
 * still arrive, but no answer does.
 */
export function faultyLedger(
  ledger: Ledger,
  line: { nextFault: () => Fault; delay: () => Promise<void>; isLost?: () => boolean },
): Ledger {
  async function call<T>(run: () => Promise<T>): Promise<T> {
    const fault = line.nextFault();
    await line.delay();
    if (fault === 'before') throw new Error('fault before');
    const result = await run();
    await line.delay();
    if (fault === 'after') throw new Error('fault after');
    if (line.isLost?.() === true) return new Promise<T>(() => undefined);
    return result;
  }
  return {
    listEvents: () => call(() => ledger.listEvents()),
    putEvent: (event) => call(() => ledger.putEvent(event)),
    putPlan: (plan) => call(() => ledger.putPlan(plan)),
    findPlan: (planId) => call(() => ledger.findPlan(planId)),
    findPlanSummary: (planId) => call(() => ledger.findPlanSummary(planId)),
    listPlans: () => call(() => ledger.listPlans()),
    load: (eventId) => call(() => ledger.load(eventId)),
    changesSince: (...args) => call(() => ledger.changesSince(...args)),
    append: (batch) => call(() => ledger.append(batch)),
    appendLocked: (...args) => call(() => ledger.appendLocked(...args)),
    recall: (...args) => call(() => ledger.recall(...args)),
    logStart: (eventId) => call(() => ledger.logStart(eventId)),
    headAt: (...args) => call(() => ledger.headAt(...args)),
    forget: (...args) => call(() => ledger.forget(...args)),
    findReservation: (id) => call(() => ledger.findReservation(id)),
    findReservationByCode: (...args) => call(() => ledger.findReservationByCode(...args)),
    reservationsOf: (userId) => call(() => ledger.reservationsOf(userId)),
    forgetPersons: (...args) => call(() => ledger.forgetPersons(...args)),
    sealPersons: (...args) => call(() => ledger.sealPersons(...args)),
    now: () => call(() => ledger.now()),
    correctClock: (...args) => call(() => ledger.correctClock(...args)),
    probe: () => call(() => ledger.probe()),
    close: () => ledger.close(),
  };
}

export async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}
