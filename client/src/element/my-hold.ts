import type { Hold, SeatChange } from '@jari/contract';
import type { BestWish } from '../api.ts';
import type { EmbeddedApi } from './embedded-api.ts';
import { reasonOf, type Failure, type Outcome } from '../outcome.ts';

/** Why there is no hold any more. */
export type Ended = 'released' | 'expired' | 'reserved';

export interface OwnHold {
  readonly seatIds: readonly number[];
  /** By `performance.now()`. */
  readonly endsAtMs: number;
  readonly expiresAt: string;
  readonly extensionsLeft: number;
}

export interface MyHoldPorts {
  readonly api: Pick<
    EmbeddedApi['api'],
    'hold' | 'putHold' | 'putBestHold' | 'deleteHold' | 'extendHold' | 'holdToken'
  >;
  readonly event: string;
  readonly newKey: () => string;
  /** Something about it is to be shown anew. */
  readonly changed: () => void;
  /** It is as it is now, and the shop may act on it by this token. */
  readonly held: (hold: OwnHold, holdToken: string) => void;
  readonly ended: (why: Ended) => void;
  readonly failed: (failure: Failure) => void;
}

/**
 * What the visitor of an embedded hall holds. One thing is asked for at a time, in the order of the clicks, and each
 * click is judged by what the one before it has led to.
 */
export class MyHold {
  hold: OwnHold | undefined;
  isBusy = false;
  private queue: Promise<void> = Promise.resolve();
  /** Of one extension, kept while its answer is not known, so that asking again gives no more time than asked for. */
  private extendKey: string | undefined;

  constructor(private readonly ports: MyHoldPorts) {}

  holds(seatId: number): boolean {
    return this.hold?.seatIds.includes(seatId) ?? false;
  }

  /** Finds what was held before the page was loaded, or what has become of it. */
  ask(): Promise<void> {
    return this.run(async ({ api, event }) => {
      const outcome = await api.hold(event);
      if (outcome.ok && outcome.value === undefined) this.end('expired');
      else await this.take(outcome);
    });
  }

  toggle(seatId: number): Promise<void> {
    return this.run(async ({ api, event }) => {
      const before = this.hold?.seatIds ?? [];
      const wanted = before.includes(seatId) ? before.filter((id) => id !== seatId) : [...before, seatId];
      if (wanted.length === 0) await this.giveBack();
      else await this.take(await api.putHold(event, wanted));
    });
  }

  takeBest(wish: BestWish): Promise<void> {
    return this.run(async ({ api, event }) => {
      const outcome = await api.putBestHold(event, wish);
      const apart = !outcome.ok && reasonOf(outcome.failure) === 'not_together';
      await this.take(apart ? await api.putBestHold(event, { ...wish, together: false }) : outcome);
    });
  }

  extend(): Promise<void> {
    return this.run(async ({ api, event, newKey }) => {
      this.extendKey ??= newKey();
      const outcome = await api.extendHold(event, this.extendKey);
      if (outcome.ok || outcome.failure.kind === 'refused') this.extendKey = undefined;
      await this.take(outcome);
    });
  }

  release(): Promise<void> {
    return this.run(() => this.giveBack());
  }

  /** What the hall says about our seats counts, whoever did it: the shop, the organiser, or time. */
  noteChanges(changes: readonly SeatChange[]): void {
    if (this.isBusy || this.hold === undefined) return;
    for (const { state, seat_ids } of changes) {
      if (!seat_ids.some((id) => this.holds(id))) continue;
      if (state === 'reserved') return this.end('reserved');
      if (state !== 'held') return void this.ask();
    }
  }

  private async run(work: (ports: MyHoldPorts) => Promise<void>): Promise<void> {
    this.queue = this.queue.then(async () => {
      this.isBusy = true;
      this.ports.changed();
      await work(this.ports);
      this.isBusy = false;
      this.ports.changed();
    });
    return this.queue;
  }

  private async giveBack(): Promise<void> {
    const outcome = await this.ports.api.deleteHold(this.ports.event);
    if (outcome.ok) this.end('released');
    else this.ports.failed(outcome.failure);
  }

  private async take(outcome: Outcome<Hold | undefined>): Promise<void> {
    const { api, event, held, failed } = this.ports;
    if (!outcome.ok) {
      if (reasonOf(outcome.failure) === 'hold_expired') this.end('expired');
      return failed(outcome.failure);
    }
    const { value, sentAt } = outcome;
    if (value === undefined) return;
    const own = {
      seatIds: value.seat_ids,
      endsAtMs: sentAt + value.expires_in_ms,
      expiresAt: value.expires_at,
      extensionsLeft: value.extensions_left,
    };
    this.hold = own;
    this.ports.changed();
    const token = await api.holdToken(event);
    if (token.ok) held(own, token.value.hold_token);
    else failed(token.failure);
  }

  private end(why: Ended): void {
    if (this.hold === undefined) return;
    this.hold = undefined;
    this.extendKey = undefined;
    this.ports.changed();
    this.ports.ended(why);
  }
}
