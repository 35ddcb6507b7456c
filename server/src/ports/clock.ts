/** This machine's clocks. Seats never depend on the wall clock; see box-office/ledger-clock.ts. */
export interface Clock {
  /** Wall clock in milliseconds since the epoch. May be wrong and may jump. */
  wallMs(): number;
  /** Milliseconds since an arbitrary moment. Never jumps back. */
  monotonicMs(): number;
  /** Calls back once, after this long by the monotonic clock. Returns what calls it off. Keeps no process alive. */
  after(delayMs: number, callback: () => void): () => void;
}
