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

  /** Undefined for a seat that is not reserved, or whose sale has not been read yet. */
  of(seatId: number): SoldSeat | undefined {
    const reservation = this.reservations[seatId - 1] ?? 0;
    if (reservation === 0 || this.map.stateOf(seatId) !== 'reserved') return undefined;
    return { reservation, at: this.times[seatId - 1] ?? 0, amount: this.amounts[seatId - 1] ?? 0 };
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

/** What is reserved now by when it was sold, in buckets of a length that makes at most 240 of them, if any does. */
export function salesOverTime(
  { hall }: Pick<CommittedSeatMap, 'hall'>,
  sales: EventSales,
): { readonly bucketSeconds: number; readonly buckets: readonly SalesBucket[] } {
  const sold: SoldSeat[] = [];
  for (let seatId = 1; seatId <= hall.seatCount; seatId++) {
    const seat = sales.of(seatId);
    if (seat !== undefined) sold.push(seat);
  }
  let [first, last] = [Infinity, -Infinity];
  for (const { at } of sold) [first, last] = [Math.min(first, at), Math.max(last, at)];
  const fits = (seconds: number) => last - first < BUCKETS_MAX * seconds * 1_000;
  const bucketSeconds = BUCKET_SECONDS.find(fits) ?? 86_400;
  const buckets = new Map<number, { seats: number; revenue: number; reservations: Set<number> }>();
  for (const { at, amount, reservation } of sold) {
    const begin = Math.floor(at / (bucketSeconds * 1_000)) * bucketSeconds * 1_000;
    const bucket = buckets.get(begin) ?? { seats: 0, revenue: 0, reservations: new Set() };
    bucket.seats++;
    bucket.revenue += amount;
    bucket.reservations.add(reservation);
    buckets.set(begin, bucket);
  }
  const inOrder = [...buckets].sort(([a], [b]) => a - b);
  return {
    bucketSeconds,
    buckets: inOrder.map(([begin, { seats, revenue, reservations }]) => {
      return { at: new Date(begin).toISOString(), reservations: reservations.size, seats, revenue };
    }),
  };
}
