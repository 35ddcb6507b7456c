import type { EventDetails, OfferedTicket } from '@jari/contract';
import { isUnsure } from '@jari/client/is-unsure';
import { reasonOf, type Failure } from '@jari/client/outcome';
import { api } from '#lib/api/jari.ts';
import { sameKey } from '#lib/app/same-key.ts';
import { checkDetails, faultsIn, type Faults } from '#lib/reserve/check-details.ts';
import { giveApi } from './give-api.ts';

/** A ticket that somebody gives away, as whoever has the link sees and takes it. */
export class Offered {
  /** What the link says; undefined before it is read. */
  token = $state<string>();
  ticket = $state.raw<OfferedTicket>();
  event = $state.raw<EventDetails>();
  /** Why there is nothing to take. */
  failure = $state.raw<Failure>();
  /** Why taking it came to nothing. */
  refused = $state.raw<Failure>();
  faults = $state.raw<Faults>({});
  isSending = $state(false);
  /** A try had no answer to believe, and may have taken it. */
  private wasTried = false;
  private hasLeft = false;
  /** The same request has the same key, so that sending it again takes the ticket once. */
  private readonly keyOf = sameKey();

  /** @param onTaken leads to the ticket; not called any more once the page was left */
  constructor(private readonly onTaken: (reservation: string) => unknown) {}

  /** Looks at what a link offers: another one than before, where somebody opens it in the same tab. */
  async look(token: string): Promise<void> {
    if (token !== this.token) {
      this.ticket = undefined;
      this.event = undefined;
      this.refused = undefined;
      this.wasTried = false;
    }
    this.token = token;
    this.failure = undefined;
    if (token === '') return;
    const outcome = await giveApi.look(token);
    if (token !== this.token) return;
    if (!outcome.ok) {
      this.failure = outcome.failure;
      return;
    }
    this.ticket = outcome.value;
    const details = await api.event(outcome.value.event);
    if (details.ok && token === this.token) this.event = details.value;
  }

  async accept(name: string, phone: string): Promise<void> {
    const { token, ticket } = this;
    if (this.isSending) return;
    this.faults = checkDetails(name, phone);
    this.refused = undefined;
    if (this.faults.name ?? this.faults.phone) return;
    this.isSending = true;
    const body = JSON.stringify({ token, user_name: name, phone });
    const outcome = await giveApi.accept(body, this.keyOf(body));
    const reason = outcome.ok ? undefined : reasonOf(outcome.failure);
    // If an earlier try has taken it, this one, in other words, was another wish for what is ours by now.
    const taken = outcome.ok
      ? outcome.value.reservation.id
      : reason === 'not_found' && this.wasTried && ticket
        ? await giveApi.taken(ticket)
        : undefined;
    if (taken !== undefined && !this.hasLeft) this.onTaken(taken);
    if (outcome.ok || taken !== undefined) return;
    this.isSending = false;
    if (token !== this.token) return;
    this.wasTried ||= isUnsure(outcome.failure);
    this.faults = faultsIn(outcome.failure);
    if (this.faults.name ?? this.faults.phone) return;
    if (reason === 'not_found') this.failure = outcome.failure;
    else this.refused = outcome.failure;
  }

  leave(): void {
    this.hasLeft = true;
  }
}
