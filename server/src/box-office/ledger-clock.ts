import type { Clock } from '../ports/clock.ts';
import type { Ledger, LedgerTime } from '../ports/ledger.ts';

/** How fast two quartz clocks may drift apart: 100 parts per million. */
const DRIFT_RATE_MAX = 1e-4;
/** What a clock must have jumped at least for somebody to have set it; less is drift that gathered. */
const STEP_MIN_MS = 250;

/**
 * This process's idea of what the ledger's steady clock says.
 *
 * Seats depend on one clock only, the ledger's. It is read now and then, together with our monotonic clock
 * before and after, and the offset between the two is kept (Cristian 1989: the error is at most half the
 * round trip). Our wall clock does not come into it, so it may be wrong or jump as it likes.
 *
 * The ledger's own clock may be set, too. A reading that contradicts the monotonic clock by more than the
 * round trip explains is such a step: it is not believed, and the ledger is told to go on as if it had not
 * happened. Whichever instance notices first does so; the others see the new correction and follow.
 *
 *   in step ──a reading contradicts──► correcting ──the ledger has the correction──► in step
 */
export class LedgerClock {
  private offsetMs = 0;
  private correction = 0;
  private uncertaintyMs = Infinity;
  private observedAt = 0;
  private correcting: Promise<void> | undefined;
  /** The correction that this instance has asked for last, until the readings agree again. */
  private attempt: { readonly known: number; readonly stepMs: number } | undefined;
  private readonly listeners: ((stepMs: number) => void)[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly ledger: Pick<Ledger, 'now' | 'correctClock'>,
  ) {}

  /** The ledger's steady clock, now. */
  now(): number {
    return this.at(this.clock.monotonicMs());
  }

  /** The ledger's wall clock, now. */
  wallNow(): number {
    return this.now() - this.correction;
  }

  /** What the ledger's steady clock said at a moment of our monotonic clock. */
  at(monotonicMs: number): number {
    return monotonicMs + this.offsetMs;
  }

  /** How far the steady clock is ahead of the ledger's wall clock. */
  get correctionMs(): number {
    return this.correction;
  }

  monotonicMs(): number {
    return this.clock.monotonicMs();
  }

  after(delayMs: number, callback: () => void): () => void {
    return this.clock.after(delayMs, callback);
  }

  /** Calls back with the size of every step that this instance has noticed. */
  onStep(listener: (stepMs: number) => void): void {
    this.listeners.push(listener);
  }

  /** Takes in one reading. The better of it and what is known is kept; of a worse one, that something is no longer so. */
  observe(sentMonotonicMs: number, receivedMonotonicMs: number, time: LedgerTime): void {
    const uncertaintyMs = (receivedMonotonicMs - sentMonotonicMs) / 2;
    const offsetMs = time.now - (sentMonotonicMs + receivedMonotonicMs) / 2;
    const agedUncertaintyMs = this.uncertaintyMs + (receivedMonotonicMs - this.observedAt) * DRIFT_RATE_MAX;
    const jumpMs = offsetMs - this.offsetMs;
    const doubtMs = agedUncertaintyMs + uncertaintyMs;
    const isStep = Math.abs(jumpMs) > doubtMs + STEP_MIN_MS;
    if (isStep && !this.isOverruled(time, jumpMs)) {
      this.correct(time.correctionMs, jumpMs);
      return;
    }
    this.attempt = undefined;
    this.correction = time.correctionMs;
    if (uncertaintyMs <= agedUncertaintyMs) {
      this.keep(offsetMs, uncertaintyMs, receivedMonotonicMs);
    } else if (Math.abs(jumpMs) > doubtMs) {
      // The ledger's clock is a little different from before, as after a fail-over. The middle of a slow reading may be as
      // wrong as half the time that it took, so of all that it allows we take what is nearest to what was known.
      const nearestMs = offsetMs - Math.sign(jumpMs) * uncertaintyMs;
      this.keep(nearestMs, 2 * uncertaintyMs, receivedMonotonicMs);
    }
  }

  private keep(offsetMs: number, uncertaintyMs: number, observedAt: number): void {
    this.offsetMs = offsetMs;
    this.uncertaintyMs = uncertaintyMs;
    this.observedAt = observedAt;
  }

  /**
   * True when another instance has undone the correction that this one made: then it is our own clock that
   * stood still (a machine that slept), and insisting would never end.
   */
  private isOverruled({ correctionMs }: LedgerTime, jumpMs: number): boolean {
    const { attempt } = this;
    if (attempt === undefined || correctionMs === attempt.known) return false;
    const isUndone = Math.abs(correctionMs - attempt.known) <= STEP_MIN_MS;
    return isUndone && Math.abs(jumpMs - attempt.stepMs) <= STEP_MIN_MS;
  }

  /** Reads the ledger's clock a few times. Rejects when the ledger does not answer. */
  async synchronise(readings = 3): Promise<void> {
    for (let i = 0; i < readings; i++) {
      await this.read();
      if (this.correcting === undefined) continue;
      await this.correcting;
      await this.read();
    }
  }

  private async read(): Promise<void> {
    const sent = this.clock.monotonicMs();
    const time = await this.ledger.now();
    this.observe(sent, this.clock.monotonicMs(), time);
  }

  private correct(known: number, stepMs: number): void {
    this.correction = known;
    if (this.correcting !== undefined) return;
    for (const listener of this.listeners) listener(stepMs);
    this.attempt = { known, stepMs };
    this.correcting = this.ledger
      .correctClock(known, stepMs)
      // A ledger that is away is told after the next reading, which contradicts just as much.
      .catch(() => undefined)
      .finally(() => (this.correcting = undefined));
  }
}
