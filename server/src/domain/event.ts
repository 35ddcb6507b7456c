/** What one person may do in an event. */
export interface EventRules {
  readonly holdTtlMs: number;
  /** How many times one hold may be extended. */
  readonly holdExtensions: number;
  /** Seats one user may have, held and reserved together. */
  readonly maxSeatsPerUser: number;
}

/** One performance with its hall. Seats are numbered 1…rows×seatsPerRow, row by row from the stage. */
export interface Event {
  readonly eventId: string;
  readonly title: string;
  readonly venue: string;
  /** Milliseconds since the epoch. */
  readonly startsAt: number;
  /** Milliseconds since the epoch by the ledger's clock, or null when the sale is open already. */
  readonly saleOpensAt: number | null;
  readonly rows: number;
  readonly seatsPerRow: number;
  readonly rules: EventRules;
}

/** "A1" for the first seat of the first row; rows go A…Z, AA, AB… as in a theatre. */
export function seatLabel(seatId: number, seatsPerRow: number): string {
  let row = Math.floor((seatId - 1) / seatsPerRow) + 1;
  const place = ((seatId - 1) % seatsPerRow) + 1;
  let letters = '';
  while (row > 0) {
    letters = String.fromCharCode(65 + ((row - 1) % 26)) + letters;
    row = Math.floor((row - 1) / 26);
  }
  return `${letters}${place}`;
}
