/** One payment, and what it was for. */
export interface Order {
  /** Made for the payment; also the Idempotency-Key, so that asking again never books twice. */
  readonly id: string;
  readonly event: string;
  readonly holdToken: string;
  state: 'paying' | 'paid' | 'refunded' | 'cancelled';
  reservation: string | undefined;
  code: string | undefined;
  /** Jari has told us of it by webhook. */
  isConfirmed: boolean;
}

/** The shop's orders. A real shop keeps them in its database, and writes one down before it asks for money. */
export class Orders {
  readonly all = new Map<string, Order>();
  private readonly handled = new Set<string>();

  begin(event: string, holdToken: string): Order {
    const id = crypto.randomUUID();
    const empty = { reservation: undefined, code: undefined, isConfirmed: false };
    const order: Order = { id, event, holdToken, state: 'paying', ...empty };
    this.all.set(id, order);
    return order;
  }

  ofReservation(reservation: string): Order | undefined {
    return [...this.all.values()].find((order) => order.reservation === reservation);
  }

  /** Webhooks come at least once: false for one that has been handled already. */
  isNew(messageId: string): boolean {
    if (this.handled.has(messageId)) return false;
    this.handled.add(messageId);
    return true;
  }
}
