import type { Ledger } from '../../src/ports/ledger.ts';

/** Runs one call of a ledger, whenever and however it likes. */
export type RunCall = <T>(name: keyof Ledger, run: () => Promise<T>) => Promise<T>;

/** A ledger each of whose calls goes through `call`. */
export function throughCalls(ledger: Ledger, call: RunCall): Ledger {
  return {
    listEvents: () => call('listEvents', () => ledger.listEvents()),
    putEvent: (...args) => call('putEvent', () => ledger.putEvent(...args)),
    putPlan: (plan) => call('putPlan', () => ledger.putPlan(plan)),
    findPlan: (planId) => call('findPlan', () => ledger.findPlan(planId)),
    findPlanSummary: (planId) => call('findPlanSummary', () => ledger.findPlanSummary(planId)),
    listPlans: () => call('listPlans', () => ledger.listPlans()),
    load: (eventId) => call('load', () => ledger.load(eventId)),
    changesSince: (...args) => call('changesSince', () => ledger.changesSince(...args)),
    append: (batch) => call('append', () => ledger.append(batch)),
    appendLocked: (...args) => call('appendLocked', () => ledger.appendLocked(...args)),
    recall: (...args) => call('recall', () => ledger.recall(...args)),
    logStart: (eventId) => call('logStart', () => ledger.logStart(eventId)),
    headAt: (...args) => call('headAt', () => ledger.headAt(...args)),
    forget: (...args) => call('forget', () => ledger.forget(...args)),
    findReservation: (id) => call('findReservation', () => ledger.findReservation(id)),
    findReservationByCode: (...args) =>
      call('findReservationByCode', () => ledger.findReservationByCode(...args)),
    reservationsOf: (userId) => call('reservationsOf', () => ledger.reservationsOf(userId)),
    forgetPersons: (...args) => call('forgetPersons', () => ledger.forgetPersons(...args)),
    sealPersons: (...args) => call('sealPersons', () => ledger.sealPersons(...args)),
    reservationsFrom: (...args) => call('reservationsFrom', () => ledger.reservationsFrom(...args)),
    reservationsTouched: (...args) => call('reservationsTouched', () => ledger.reservationsTouched(...args)),
    now: () => call('now', () => ledger.now()),
    correctClock: (...args) => call('correctClock', () => ledger.correctClock(...args)),
    probe: () => call('probe', () => ledger.probe()),
    close: () => ledger.close(),
  };
}
