import type { EventList, Hold, ReservationResult } from '@jari/contract';
import { backoffMs } from './backoff.ts';
import type { Outcome } from './outcome.ts';
import { parseProblem } from './problem.ts';
import { createRequester, type Requester, type RequestOptions } from './request.ts';

export interface ShopOptions {
  /** `https://tickets.example`: where Jari is. */
  readonly server: string;
  /** `jari_sk_…`, as the owner was shown it. Keep it on your server. */
  readonly apiKey: string;
  /** How often something is asked again when no answer came; 6 when not given. */
  readonly tries?: number;
}

export interface Buyer {
  readonly user_name: string;
  readonly phone: string;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;

/**
 * Jari for a shop's server. What has no answer is asked again with the same key, so that a payment is never left
 * without a reservation, nor has two. Refusals are values: `outcome.failure.problem.reason` says why.
 */
export class Shop {
  private readonly request: Requester;
  private readonly tries: number;

  constructor({ server, apiKey, tries = 6 }: ShopOptions) {
    this.tries = tries;
    this.request = createRequester({
      readProblem: parseProblem,
      serverBase: server.replace(/\/$/, ''),
      credentials: 'omit',
      headers: () => ({ authorization: `Bearer ${apiKey}` }),
    });
  }

  /**
   * Reserves what the visitor of a hold token holds.
   *
   * @param key made once for each payment, and kept with it: asked again with it, Jari gives the same answer
   */
  reserve(event: string, holdToken: string, buyer: Buyer, key: string): Promise<Outcome<ReservationResult>> {
    const body = JSON.stringify({ hold_token: holdToken, ...buyer });
    return this.insist(`${ofEvent(event)}/reservations`, { method: 'POST', body, idempotencyKey: key });
  }

  /** Gives the visitor more time to pay, as often as the event's rules allow. */
  extend(event: string, holdToken: string, key: string): Promise<Outcome<Hold>> {
    const body = JSON.stringify({ hold_token: holdToken });
    return this.insist(`${ofEvent(event)}/holds/extend`, { method: 'POST', body, idempotencyKey: key });
  }

  /** One of the reservations that this integration has made. */
  reservation(id: string): Promise<Outcome<ReservationResult>> {
    return this.insist(ofReservation(id), {});
  }

  cancel(id: string): Promise<Outcome<ReservationResult>> {
    return this.insist(ofReservation(id), { method: 'DELETE' });
  }

  /** The events that the key is for. */
  events(): Promise<Outcome<EventList>> {
    return this.insist('/integrations/events', {});
  }

  private async insist<T>(path: string, options: RequestOptions): Promise<Outcome<T>> {
    for (let tried = 1; ; tried++) {
      const outcome = await this.request<T>(path, options);
      if (outcome.ok || tried >= this.tries || !mayHelp(outcome)) return outcome;
      const waitMs = backoffMs(tried, Math.random, FIRST_WAIT_MS, LONGEST_WAIT_MS);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}

/** Whether the very same request may have another answer by waiting a little. */
function mayHelp(outcome: Outcome<unknown> & { readonly ok: false }): boolean {
  const { failure } = outcome;
  if (failure.kind === 'unreachable') return true;
  return ['unavailable', 'internal', 'contention', 'rate_limited', 'overloaded'].includes(
    failure.problem.reason,
  );
}

const ofEvent = (event: string) => `/integrations/events/${encodeURIComponent(event)}`;
const ofReservation = (id: string) => `/integrations/reservations/${encodeURIComponent(id)}`;
