import type { BoxOfficeObserver } from '../box-office/observer.ts';

type Kind = Parameters<BoxOfficeObserver['answered']>[0];
type Reason = Parameters<BoxOfficeObserver['answered']>[1];

/** How long one bucket lasts, and how many are remembered: an hour of them. */
export const BUCKET_MS = 5_000;
const BUCKETS = 720;

/** What one event answered within a few seconds. */
interface Bucket {
  /** Which one since the beginning of time; what lies in its place of an hour ago does not count. */
  index: number;
  held: number;
  confirmed: number;
  readonly refused: Map<NonNullable<Reason>, number>;
}

export interface RecentBucket {
  /** How long ago it began, in milliseconds. */
  readonly agoMs: number;
  readonly held: number;
  readonly confirmed: number;
  readonly refused: number;
}

/**
 * What this server answered within the last hour, event by event, in a ring of buckets that takes the same memory
 * however much is answered. It counts box office commands of visitors, and dies with the process.
 */
export class RecentAnswers {
  private readonly rings = new Map<string, (Bucket | undefined)[]>();

  constructor(private readonly nowMs: () => number) {}

  note(eventId: string, kind: Kind, reason: Reason): void {
    const isHold = kind === 'hold' || kind === 'holdBest';
    const isConfirm = kind === 'confirm' || kind === 'assignAny';
    if (!isHold && !isConfirm && kind !== 'extend' && kind !== 'standInLine') return;
    const bucket = this.bucketOf(eventId);
    if (reason !== undefined) bucket.refused.set(reason, (bucket.refused.get(reason) ?? 0) + 1);
    else if (isHold) bucket.held++;
    else if (isConfirm) bucket.confirmed++;
  }

  /** The buckets in which anything was answered, oldest first, and how often what was refused, most frequent first. */
  of(eventId: string): {
    readonly buckets: readonly RecentBucket[];
    readonly refusals: readonly { readonly reason: string; readonly count: number }[];
  } {
    const now = this.nowMs();
    const newest = Math.floor(now / BUCKET_MS);
    const recent = (this.rings.get(eventId) ?? [])
      .filter((bucket) => bucket !== undefined && bucket.index > newest - BUCKETS)
      .filter((bucket) => bucket !== undefined)
      .sort((a, b) => a.index - b.index);
    const byReason = new Map<string, number>();
    const buckets = recent.map(({ index, held, confirmed, refused }) => {
      let count = 0;
      for (const [reason, times] of refused) {
        byReason.set(reason, (byReason.get(reason) ?? 0) + times);
        count += times;
      }
      return { agoMs: now - index * BUCKET_MS, held, confirmed, refused: count };
    });
    const refusals = [...byReason].map(([reason, count]) => ({ reason, count }));
    return { buckets, refusals: refusals.sort((a, b) => b.count - a.count) };
  }

  private bucketOf(eventId: string): Bucket {
    let ring = this.rings.get(eventId);
    if (ring === undefined) this.rings.set(eventId, (ring = []));
    const index = Math.floor(this.nowMs() / BUCKET_MS);
    const place = index % BUCKETS;
    let bucket = ring[place];
    if (bucket?.index !== index) {
      bucket = { index, held: 0, confirmed: 0, refused: new Map() };
      ring[place] = bucket;
    }
    return bucket;
  }
}
