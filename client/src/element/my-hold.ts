import type { Hold, SeatChange } from '@jari/contract';
import type { BestWish } from '../api.ts';
import type { EmbeddedApi } from './embedded-api.ts';
import { isUnsure } from '../is-unsure.ts';
import { reasonOf, type Failure, type Outcome } from '../outcome.ts';
import { Retry } from '../retry.ts';
import { thenOf } from '../then-of.ts';

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
  /** What the hall said while something was asked for: judged once its answer is here. */
  private meanwhile: readonly SeatChange[] = [];
  private readonly retry = new Retry();
  private isStopped = false;

  constructor(private readonly ports: MyHoldPorts) {}

  stop(): void {
    this.isStopped = true;
    this.retry.cancel();
  }

  holds(seatId: number): boolean {
    return this.hold?.seatIds.includes(seatId) ?? false;
  }

  /**
   * Finds what was held before the page was loaded, or what has become of it.
   *
   * @param gone why there is none any more, if there is none
   * @param isAgain asked before without an answer, which the visitor has been told
   */
  ask(gone: Ended = 'expired', isAgain = false): Promise<void> {
    return this.run(async ({ api, event }) => {
      const outcome = await api.hold(event);
      if (outcome.ok && outcome.value === undefined) {
        this.retry.reset();
        this.end(gone);
      } else await this.take(outcome, isAgain);
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
      if (outcome.ok || !isUnsure(outcome.failure)) this.extendKey = undefined;
      await this.take(outcome);
    });
  }

  release(): Promise<void> {
    return this.run(() => this.giveBack());
  }

  /** What the hall says about our seats counts, whoever did it: the shop, the organiser, or time. */
  noteChanges(changes: readonly SeatChange[]): void {
    if (this.isBusy) {
      this.meanwhile = [...this.meanwhile, ...changes];
      return;
    }
    if (this.hold === undefined) return;
    for (const { cause, state, seat_ids } of changes) {
      if (!seat_ids.some((id) => this.holds(id))) continue;
      if (state === 'reserved') return this.end('reserved');
      // More time may have been given by the shop.
      if (state !== 'held' || cause === 'extended') return void this.ask();
    }
  }

  private async run(work: (ports: MyHoldPorts) => Promise<void>): Promise<void> {
    const done = this.queue.then(async () => {
      this.isBusy = true;
      this.ports.changed();
      try {
        await work(this.ports);
      } finally {
        this.isBusy = false;
        this.ports.changed();
        this.judgeMeanwhile();
      }
    });
    // What breaks must not keep every later click from being heard.
    this.queue = done.catch(() => undefined);
    return done;
  }

  /** The stream may be quicker than an answer, or tell what came after it: of what is still ours the server is asked. */
  private judgeMeanwhile(): void {
    const ours = this.meanwhile.filter(
      ({ state, seat_ids }) => state !== 'held' && seat_ids.some((id) => this.holds(id)),
    );
    this.meanwhile = [];
    if (ours.length === 0) return;
    void this.ask(ours.some(({ state }) => state === 'reserved') ? 'reserved' : 'expired');
  }

  private async giveBack(): Promise<void> {
    const outcome = await this.ports.api.deleteHold(this.ports.event);
    if (outcome.ok) this.end('released');
    else this.fail(outcome.failure);
  }

  private async take(outcome: Outcome<Hold | undefined>, isAgain = false): Promise<void> {
    const { api, event, held } = this.ports;
    if (!outcome.ok) {
      if (reasonOf(outcome.failure) === 'hold_expired') this.end('expired');
      return this.fail(outcome.failure, isAgain);
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
    if (!token.ok) return this.fail(token.failure, isAgain);
    this.retry.reset();
    held(own, token.value.hold_token);
  }

  /** What may have been done all the same is asked for, until that is answered. */
  private fail(failure: Failure, isAgain = false): void {
    const isPassing = isUnsure(failure) || (isAgain && thenOf(failure) === 'retry');
    // Of each click it is told that nobody has answered it; of the questions after it only what they find.
    if (!isAgain || !isPassing) this.ports.failed(failure);
    if (isPassing && !this.isStopped) this.retry.later(() => void this.ask('expired', true));
  }

  private end(why: Ended): void {
    if (this.hold === undefined) return;
    this.hold = undefined;
    this.extendKey = undefined;
    this.ports.changed();
    this.ports.ended(why);
  }
}
