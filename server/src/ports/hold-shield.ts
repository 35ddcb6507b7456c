/** The hold keys by which the gateway refuses early: made from the ledger, and never believed. */
export interface HoldShield {
  /** What is there for some seats of an event, as of one moment. Rejects when the store is away. */
  look(eventId: string, seatIds: readonly number[]): Promise<ShieldReading>;

  /** Forgets what was noted of an event, and notes all of it anew. */
  renew(eventId: string): void;
}

export interface ShieldReading {
  /** One for each seat that was asked for. */
  readonly keys: readonly ShieldKey[];
  /** How many of the event's other keys would stay for ever. */
  readonly lastingKeys: number;
}

export interface ShieldKey {
  readonly seatId: number;
  /** Whose hold it says it is; undefined: there is no key. */
  readonly userId: string | undefined;
  /** -1: it stays for ever. */
  readonly leftMs: number;
}
