import type { Seat } from '@jari/contract';
import type { BoxOffice } from '../../box-office/box-office.ts';
import { ProblemError } from '../problem.ts';

/** One seat as everybody sees it. Refuses with `not_found` when the hall has no such seat. */
export function seatJson(office: BoxOffice, seatId: number): Seat {
  const { seatMap } = office;
  const state = seatMap.stateOf(seatId);
  if (state === undefined) {
    throw new ProblemError('not_found', { detail: `The hall has seats 1 to ${seatMap.seatCount}.` });
  }
  const { length } = seatMap.line.ofSeat(seatId);
  const seat = { id: seatId, status: state === 'reserved', state, label: seatMap.hall.label(seatId) };
  return length === 0 ? seat : { ...seat, line_length: length };
}
