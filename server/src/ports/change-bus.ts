import type { Change } from '../domain/change.ts';

/**
 * Spreads news between instances. News may be lost, doubled or late: whoever listens repairs gaps from the
 * ledger. Nothing is ever decided by it.
 */
export interface ChangeBus {
  /** Tells the other instances. Never throws and never waits; what cannot be sent is dropped. */
  publish(eventId: string, changes: readonly Change[]): void;
  /** Called with what other instances published. */
  subscribe(listener: (eventId: string, changes: readonly Change[]) => void): void;
  /**
   * Called when news may have been missed (a reconnect), so that every replica is compared with the ledger.
   */
  onGap(listener: () => void): void;
  /** Resolves when the bus answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
