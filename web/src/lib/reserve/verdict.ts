import type { Reservation, ReservationResult } from '@jari/contract';
import { reasonKinds } from '@jari/contract/reason-kinds';
import type { Failure, Outcome } from '@jari/client/outcome';
import { faultsIn, type Faults } from './check-details.ts';

/** What an attempt to reserve came to, as far as the form has to tell apart. */
export type Verdict =
  | { readonly is: 'reserved'; readonly reservation: Reservation }
  /** It succeeded once and was cancelled since: the same key gets the same record, and the record is void. */
  | { readonly is: 'cancelled'; readonly reservation: Reservation }
  /** No trustworthy answer: it may have been carried out. */
  | { readonly is: 'unknown' }
  /** Nothing was done, and the very same request may be sent again. */
  | { readonly is: 'failed'; readonly failure: Failure }
  | { readonly is: 'faulty'; readonly faults: Faults }
  | { readonly is: 'lost'; readonly failure: Failure; readonly seatIds: readonly number[] }
  | { readonly is: 'refused'; readonly failure: Failure };

/** @param seatIds the seats that the attempt was for */
export function verdictOn(outcome: Outcome<ReservationResult>, seatIds: readonly number[]): Verdict {
  if (outcome.ok) {
    const { reservation } = outcome.value;
    return { is: reservation.status === 'cancelled' ? 'cancelled' : 'reserved', reservation };
  }
  const { failure } = outcome;
  if (failure.kind === 'unreachable') return { is: 'unknown' };
  const { problem } = failure;
  switch (reasonKinds[problem.reason].then) {
    case 'retry':
      return { is: 'failed', failure };
    case 'correct': {
      const faults = faultsIn(failure);
      return faults.name || faults.phone ? { is: 'faulty', faults } : { is: 'refused', failure };
    }
    case 'choose_again':
      return { is: 'lost', failure, seatIds: problem.seat_ids?.length ? problem.seat_ids : seatIds };
    case 'stop':
      return { is: 'refused', failure };
  }
}
