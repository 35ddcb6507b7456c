import type { Clock } from '../ports/clock.ts';
import type { Delivery, Webhooks } from '../ports/integrations.ts';
import type { WebhookSender } from '../ports/webhook-sender.ts';
import { nextAttemptIn } from './attempts.ts';

/** How often it is looked whether there is anything to tell, when nobody has said so. */
const LOOK_EVERY_MS = 1_000;
/** How often it is looked whether there is anybody to tell: all that a server without webhooks does. */
const LOOK_FOR_ANYBODY_EVERY_MS = 5_000;
/** What happens within this time is told together, so that a sale does not keep this busy all the time. */
const GATHER_MS = 50;
/** Deliveries that one server takes at a time, and how many of them are on their way at once. */
const CLAIMED_AT_ONCE = 64;
const SENT_AT_ONCE = 16;
/** Longer than an attempt takes, with those before it. */
const LEASE_MS = 90_000;
const FORGET_EVERY_MS = 3_600_000;
const FORGET_AFTER_MS = 14 * 24 * 3_600_000;
/** An endpoint that has answered nothing with a success for so long is switched off; the owner sees it and why. */
const DISABLE_AFTER_MS = 5 * 24 * 3_600_000;

export interface DispatcherObserver {
  delivered(): void;
  failed(isLast: boolean): void;
  disabled(endpointId: string): void;
  /** The ledger could not be asked; it is tried again. */
  stood(error: unknown): void;
}

/**
 * Tells webhooks what has happened, at least once. Every server has one, and what one does another need not: the
 * ledger gives each piece of work to one at a time, and gives it again when that one does not come back.
 */
export class WebhookDispatcher {
  private isClosed = false;
  /** Something has happened since it was last begun to look. */
  private isNewsWaiting = false;
  /** Whether there was anybody to tell, when that was last looked at. */
  private hasAny = false;
  private running: Promise<void> | undefined;
  private cancelLook: () => void = () => undefined;
  private forgetAtMs: number;

  constructor(
    private readonly store: Webhooks,
    private readonly sender: WebhookSender,
    private readonly clock: Clock,
    private readonly draw: () => number,
    private readonly observer: DispatcherObserver,
  ) {
    this.forgetAtMs = clock.monotonicMs() + FORGET_EVERY_MS;
    this.wake();
  }

  /** Something has happened. Costs nothing while there is nobody to tell. */
  noteChange(): void {
    if (!this.hasAny || this.isClosed || this.isNewsWaiting) return;
    this.isNewsWaiting = true;
    if (this.running === undefined) this.lookIn(GATHER_MS);
  }

  /** There may be somebody new to tell, or something to tell again. */
  wake(): void {
    if (this.isClosed) return;
    this.isNewsWaiting = true;
    if (this.running === undefined) this.look();
  }

  /** Takes up nothing new, and resolves when what is on its way has ended. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.cancelLook();
    this.sender.close();
    await this.running;
  }

  private look(): void {
    this.cancelLook();
    this.isNewsWaiting = false;
    this.running = this.work().then((nextMs) => {
      this.running = undefined;
      this.lookIn(this.isNewsWaiting ? GATHER_MS : nextMs);
    });
  }

  private lookIn(ms: number): void {
    this.cancelLook();
    if (!this.isClosed) this.cancelLook = this.clock.after(ms, () => this.look());
  }

  /** Resolves with when to look again. Never rejects. */
  private async work(): Promise<number> {
    try {
      this.hasAny = await this.store.hasWebhooks();
      if (!this.hasAny) return LOOK_FOR_ANYBODY_EVERY_MS;
      // Also between two portions: an endpoint that hangs takes long, and others are not to learn late of what happens.
      do {
        while (!this.isClosed && (await this.store.writeDeliveries()) > 0);
      } while (!this.isClosed && (await this.sendSome()) > 0);
      await this.forgetOld();
    } catch (error) {
      this.observer.stood(error);
    }
    return LOOK_EVERY_MS;
  }

  private async sendSome(): Promise<number> {
    const claimed = await this.store.claimDeliveries(CLAIMED_AT_ONCE, LEASE_MS);
    const left = [...claimed];
    const sendInTurn = async () => {
      // What is not sent when this server closes is due again when its lease is over.
      for (let next = left.shift(); next !== undefined && !this.isClosed; next = left.shift()) {
        await this.send(next);
      }
    };
    // Also where the ledger failed for one of them, nothing more is taken up before the others have ended.
    const turns = await Promise.allSettled(Array.from({ length: SENT_AT_ONCE }, sendInTurn));
    const failed = turns.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
    return claimed.length;
  }

  private async send(delivery: Delivery): Promise<void> {
    const sent = await this.sender.send(delivery);
    if (sent.ok) {
      await this.store.noteDelivered(delivery, sent.status);
      this.observer.delivered();
      return;
    }
    // It was cut short by our own closing: another server does it, or this one once it is back.
    if (this.isClosed) return;
    const { status, what, isGone } = sent;
    const againInMs = isGone ? null : nextAttemptIn(delivery.attempts, this.draw());
    const disableAfterMs = isGone ? 0 : DISABLE_AFTER_MS;
    const isDisabled = await this.store.noteFailed(delivery, { status, what, againInMs, disableAfterMs });
    this.observer.failed(againInMs === null);
    if (isDisabled) this.observer.disabled(delivery.endpointId);
  }

  private async forgetOld(): Promise<void> {
    if (this.clock.monotonicMs() < this.forgetAtMs) return;
    this.forgetAtMs = this.clock.monotonicMs() + FORGET_EVERY_MS;
    await this.store.forgetDeliveries(FORGET_AFTER_MS);
  }
}
