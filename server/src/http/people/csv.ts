import { stringify } from 'csv-stringify/sync';
import type { OpenedReservation } from '@jari/contract';

type Cell = string | number | null;

/** A reservation, and why the house has cancelled it or some of its seats. */
export interface CsvReservation extends OpenedReservation {
  readonly cancelReason: string | null;
}
type Column = readonly [name: string, of: (reservation: CsvReservation) => Cell];

const columns: readonly Column[] = [
  ['reservation', ({ id }) => id],
  ['code', ({ code }) => code],
  ['status', ({ status }) => status],
  ['seats', ({ seats }) => seats.map(({ label }) => label).join(', ')],
  ['seat_count', ({ seats }) => seats.length],
  ['categories', ({ seats }) => [...new Set(seats.map(({ category }) => category ?? ''))].join(', ')],
  ['total', ({ total }) => total],
  ['currency', ({ currency }) => currency],
  ['created_at', ({ created_at }) => created_at],
  ['cancelled_at', ({ cancelled_at }) => cancelled_at],
  ['cancel_reason', ({ cancelReason }) => cancelReason],
];

const personalColumns: readonly Column[] = [
  ['user_name', ({ user_name }) => user_name],
  ['phone', ({ phone }) => phone],
  ['personal_data', ({ personal_data }) => personal_data],
];

/**
 * Reservations as a spreadsheet reads them. A cell that it would take for a formula is quoted with an apostrophe: a
 * visitor chooses what he calls himself, and must not choose what the organiser's computer does.
 */
export class ReservationCsv {
  private readonly columns: readonly Column[];

  constructor(isPersonal: boolean) {
    this.columns = isPersonal ? [...columns, ...personalColumns] : columns;
  }

  /** The first line, behind the mark by which Excel knows UTF-8. */
  head(): string {
    return stringify([this.columns.map(([name]) => name)], { bom: true });
  }

  lines(reservations: readonly CsvReservation[]): string {
    const rows = reservations.map((reservation) => this.columns.map(([, of]) => of(reservation)));
    return stringify(rows, { escape_formulas: true });
  }
}
