import type { SalesBucket } from '@jari/contract';
import type { BoxOffice } from '../box-office/box-office.ts';
import type { CommittedSeatMap } from '../domain/committed-seat-map.ts';
import type { EventRecords, SoldRecord } from '../ports/event-records.ts';

/** How many reservations are read at a time. */
const RECORDS_AT_ONCE = 5_000;

/** What was sold with one seat, as of when it was sold last. */
export interface SoldSeat {
  readonly reservation: number;
  readonly at: number;
  readonly amount: number;
}

/**
 * When each seat was sold, and for how much: what the seat map does not know. Of the ledger only those reservations
 * are read that were made since the last time, so that a console that asks every second reads next to nothing.
 *
 * What it says of a seat counts only while the seat map has it reserved: cancellations need not be read.
 */
export class EventSales {
  private readonly reservations: Float64Array;
  private readonly times: Float64Array;
  private readonly amounts: Float64Array;
  /** The last reservation that was read, and the last change as of which nothing newer was there. */
  private readTo = 0;
  private completeTo = -1;
  private reading: Promise<void> | undefined;

  constructor(
    private readonly map: CommittedSeatMap,
    private readonly records: Pick<EventRecords, 'soldAfter'>,
  ) {
    const { seatCount } = map;
    this.reservations = new Float64Array(seatCount);
    this.times = new Float64Array(seatCount);
    this.amounts = new Float64Array(seatCount);
  }

  /** Reads what is new. Rejects when the ledger cannot be reached. */
  refresh(): Promise<void> {
    if (this.completeTo >= this.map.sequence) return Promise.resolve();
    return (this.reading ??= this.read().finally(() => (this.reading = undefined)));
  }

  /** Whether all that is reserved on a map as it is now has been read. While people buy there may always be more. */
  isCompleteFor(map: CommittedSeatMap): boolean {
    return map === this.map && this.completeTo >= map.sequence;
  }

  /** Undefined for a seat that is not reserved, or whose sale has not been read yet. */
  of(seatId: number): SoldSeat | undefined {
    const reservation = this.reservations[seatId - 1] ?? 0;
    if (reservation === 0 || this.map.stateOf(seatId) !== 'reserved') return undefined;
    return { reservation, at: this.times[seatId - 1] ?? 0, amount: this.amounts[seatId - 1] ?? 0 };
  }

  /** Goes through the seats that are reserved, as far as their sales have been read. */
  forEachSold(note: (reservation: number, at: number, amount: number) => void): void {
    for (let i = 0; i < this.reservations.length; i++) {
      const reservation = this.reservations[i] ?? 0;
      if (reservation === 0 || this.map.stateOf(i + 1) !== 'reserved') continue;
      note(reservation, this.times[i] ?? 0, this.amounts[i] ?? 0);
    }
  }

  private async read(): Promise<void> {
    const { sequence, event } = this.map;
    for (;;) {
      const sold = await this.records.soldAfter(event.eventId, this.readTo, RECORDS_AT_ONCE);
      for (const record of sold) this.note(record);
      if (sold.length < RECORDS_AT_ONCE) break;
    }
    this.completeTo = sequence;
  }

  private note({ sequence, createdAt, seatIds, amounts }: SoldRecord): void {
    seatIds.forEach((seatId, i) => {
      this.reservations[seatId - 1] = sequence;
      this.times[seatId - 1] = createdAt;
      this.amounts[seatId - 1] = amounts?.[i] ?? 0;
    });
    this.readTo = sequence;
  }
}

/** The sales of events whose consoles are open. */
export class EventSalesCache {
  /** A reload puts another map in a map's place, and what was known with the old one goes with it. */
  private readonly byMap = new WeakMap<CommittedSeatMap, EventSales>();

  constructor(private readonly records: Pick<EventRecords, 'soldAfter'>) {}

  /** As of now, or as of a moment ago. Rejects when the ledger cannot be reached. */
  async of({ seatMap }: Pick<BoxOffice, 'seatMap'>): Promise<EventSales> {
    let sales = this.byMap.get(seatMap);
    if (sales === undefined) this.byMap.set(seatMap, (sales = new EventSales(seatMap, this.records)));
    await sales.refresh();
    return sales;
  }
}

/** What the reserved seats cost, of the whole hall and of each category. */
export function revenueOf(
  { hall }: Pick<CommittedSeatMap, 'hall'>,
  sales: EventSales,
): { readonly whole: number; readonly byCategory: readonly number[] } {
  let whole = 0;
  const byCategory = hall.categories.map(() => 0);
  for (let seatId = 1; seatId <= hall.seatCount; seatId++) {
    const amount = sales.of(seatId)?.amount ?? 0;
    if (amount === 0) continue;
    whole += amount;
    const category = hall.categoryOf(seatId);
    byCategory[category] = (byCategory[category] ?? 0) + amount;
  }
  return { whole, byCategory };
}

const BUCKET_SECONDS = [5, 15, 60, 300, 900, 3_600, 21_600, 86_400] as const;
const BUCKETS_MAX = 240;

interface MutableBucket {
  reservations: number;
  seats: number;
  revenue: number;
}

/** What is reserved now by when it was sold, in buckets of a length that makes at most 240 of them, if any does. */
export function salesOverTime(sales: EventSales): {
  readonly bucketSeconds: number;
  readonly buckets: readonly SalesBucket[];
} {
  let [first, last] = [Infinity, -Infinity];
  sales.forEachSold((_reservation, at) => {
    first = Math.min(first, at);
    last = Math.max(last, at);
  });
  const bucketSeconds =
    BUCKET_SECONDS.find((seconds) => last - first < BUCKETS_MAX * seconds * 1_000) ?? 86_400;
  const bucketMs = bucketSeconds * 1_000;
  const buckets = new Map<number, MutableBucket>();
  const counted = new Set<number>();
  sales.forEachSold((reservation, at, amount) => {
    const index = Math.floor(at / bucketMs);
    let bucket = buckets.get(index);
    if (bucket === undefined) buckets.set(index, (bucket = { reservations: 0, seats: 0, revenue: 0 }));
    bucket.seats++;
    bucket.revenue += amount;
    // All seats of a reservation were sold in the same moment.
    if (counted.has(reservation)) return;
    counted.add(reservation);
    bucket.reservations++;
  });
  const inOrder = [...buckets].sort(([a], [b]) => a - b);
  return {
    bucketSeconds,
    buckets: inOrder.map(([index, bucket]) => ({ at: new Date(index * bucketMs).toISOString(), ...bucket })),
  };
}
