import { writtenSections } from './flatten.ts';
import type { Hall, Id } from './hall.ts';

/**
 * What of the hall a place in its plan is, as the server names it ("/sections/1/rows/0/seats/7/number"). What can't be
 * selected (the hall's name, a category) gives nothing.
 */
export function idsAtPlace(hall: Hall, pointer: string): readonly Id[] {
  const [, member, at, inner, innerAt, seats, seatAt] = pointer.split('/');
  if (member === 'areas') {
    const area = hall.areas[Number(at)];
    return area ? [area.id] : [];
  }
  if (member !== 'sections') return [];
  const section = writtenSections(hall)[Number(at)];
  if (!section) return [];
  if (inner !== 'rows') return [section.id];
  const row = section.rows[Number(innerAt)];
  if (!row) return [section.id];
  const seat = seats === 'seats' ? row.seats[Number(seatAt)] : undefined;
  return seat ? [seat.id] : row.seats.map(({ id }) => id);
}
