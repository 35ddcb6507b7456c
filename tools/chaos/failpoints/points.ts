import type { ChangeCause } from '@jari/contract';
import type { AdmissionStore } from '../../../server/src/ports/admission-store.ts';
import type { ChangeBus } from '../../../server/src/ports/change-bus.ts';
import type { Ledger } from '../../../server/src/ports/ledger.ts';

/**
 * Where a server can be made to die, by name.
 *
 * Every method of the ports that the command path waits for is here, and every one that it does not wait for is
 * said to be beside it: the tables are complete by their types, so whoever gives a port a new method has to say
 * which it is before anything compiles.
 */

/** How a method is used: waited for, called and forgotten, given something to call back, or none of ours. */
export type Use = 'awaited' | 'told' | 'calls back' | 'beside';

export const ledgerMethods: Readonly<Record<keyof Ledger, Use>> = {
  // What somebody waits for who buys, cancels or comes to an event that this server has not opened yet.
  append: 'awaited',
  appendLocked: 'awaited',
  changesSince: 'awaited',
  load: 'awaited',
  recall: 'awaited',
  findReservation: 'awaited',
  listEvents: 'awaited',
  now: 'awaited',
  correctClock: 'awaited',
  putEvent: 'awaited',
  // What a stream that comes back is compared with.
  headAt: 'awaited',
  // Looks, housekeeping and the organiser's drawings: no seat depends on them.
  reservationsOf: 'beside',
  findReservationByCode: 'beside',
  reservationsFrom: 'beside',
  reservationsTouched: 'beside',
  logStart: 'beside',
  putPlan: 'beside',
  findPlan: 'beside',
  findPlanSummary: 'beside',
  listPlans: 'beside',
  forget: 'beside',
  forgetPersons: 'beside',
  sealPersons: 'beside',
  probe: 'beside',
  close: 'beside',
};

export const admissionMethods: Readonly<Record<keyof AdmissionStore, Use>> = {
  join: 'awaited',
  advanceLine: 'awaited',
  numberOf: 'awaited',
  turnOf: 'awaited',
  finishTurn: 'awaited',
  leaveLine: 'awaited',
  endedEarly: 'awaited',
  takeLeftEarly: 'awaited',
  dissolveLine: 'beside',
  reset: 'beside',
  ping: 'beside',
  close: 'beside',
};

/** What the store in Redis has beside the port: the keys by which the gateway refuses early. */
export const holdKeyMethods: Readonly<Record<'noteHolds' | 'hasNotes', Use>> = {
  noteHolds: 'awaited',
  hasNotes: 'awaited',
};

export const busMethods: Readonly<Record<keyof ChangeBus, Use>> = {
  publish: 'told',
  subscribe: 'calls back',
  onGap: 'calls back',
  ping: 'beside',
  close: 'beside',
};

/** Appends are told apart by what they record; `nothing`: one that only proves that what was read is durable. */
export const appendCauses: Readonly<Record<ChangeCause | 'nothing', true>> = {
  held: true,
  extended: true,
  released: true,
  expired: true,
  reserved: true,
  cancelled: true,
  blocked: true,
  unblocked: true,
  queued: true,
  left_line: true,
  offered: true,
  nothing: true,
};

/**
 * - `before`: the call is not made.
 * - `sent`: it is on its way, and nobody knows whether it arrived.
 * - `done`: it has taken effect, and nobody has been told.
 * - `told`: who called has been told and has done what follows from it without waiting.
 */
export const moments: Readonly<Record<Exclude<Use, 'beside'>, readonly string[]>> = {
  awaited: ['before', 'sent', 'done', 'told'],
  told: ['before', 'after'],
  'calls back': ['before', 'after'],
};

/** A request that changes something, from its first bytes to the last ones of its answer. */
export const httpPoints = [
  'http.request arrived',
  'http.request read',
  'http.answer before',
  'http.answer half',
  'http.answer written',
] as const;

/** Between the event's lock and what is decided under it. */
export const decidedPoints = ['ledger.appendLocked locked', 'ledger.appendLocked decided'] as const;

/** Every point there is. */
export const allPoints: readonly string[] = [
  ...httpPoints,
  ...pointsOf('ledger', ledgerMethods).flatMap((point) =>
    point.startsWith('ledger.append ')
      ? Object.keys(appendCauses).map((cause) => point.replace('append', `append(${cause})`))
      : [point],
  ),
  ...decidedPoints,
  ...pointsOf('bus', busMethods),
  ...pointsOf('admission', { ...admissionMethods, ...holdKeyMethods }),
];

/** What a server does at its start, and then seldom or never: whoever waits for it in the midst of a sale waits in vain. */
export function comesAtStart(point: string): boolean {
  return /^ledger\.(load|listEvents|now) /.test(point);
}

function pointsOf(port: string, methods: Readonly<Record<string, Use>>): string[] {
  return Object.entries(methods).flatMap(([method, use]) =>
    use === 'beside' ? [] : moments[use].map((moment) => `${port}.${method} ${moment}`),
  );
}
