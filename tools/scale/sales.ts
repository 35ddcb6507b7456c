/** One event's sale as far as its size goes. Shares are of 1, times of a person in milliseconds. */
export interface Sale {
  readonly name: string;
  readonly people: number;
  readonly seatCount: number;
  /** How long before the opening the line may form. */
  readonly gatherMs: number;
  /** Who is there before it opens; the others come in the minutes after. */
  readonly earlyShare: number;
  readonly lateArrivalMs: number;
  readonly admittedPerMinute: number;
  /** Of those who are let in: who buys, and how many seats each. */
  readonly buyingShare: number;
  readonly seatsPerBuyer: number;
  /** From being let in until the confirmation, or until leaving without. */
  readonly turnMs: number;
  /** How long a turn lasts at the most. */
  readonly turnTtlMs: number;
  /** Of those who are not inside: who watches the hall on a stream instead of the page that waits. */
  readonly watchingShare: number;
}

const common = {
  gatherMs: 3_600_000,
  earlyShare: 0.85,
  lateArrivalMs: 300_000,
  buyingShare: 0.75,
  seatsPerBuyer: 2.4,
  turnMs: 150_000,
  turnTtlMs: 600_000,
  watchingShare: 0.01,
} as const;

/** Three million for a stadium of sixty thousand, let in at the rate at which it is sold in six minutes. */
export const stadium: Sale = {
  ...common,
  name: 'the stadium',
  people: 3_000_000,
  seatCount: 60_000,
  admittedPerMinute: 6_000,
};

/** One of the forty-nine others that open in the same minute. */
export const theatre: Sale = {
  ...common,
  name: 'one of 49 theatres',
  people: 20_000,
  seatCount: 3_000,
  admittedPerMinute: 600,
};

export const THEATRES = 49;
