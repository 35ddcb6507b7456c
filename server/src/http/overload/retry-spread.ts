const ROUND_MS = 1_000;
const SPREAD_MAX_S = 32;

/**
 * After how long somebody who was refused should try again, so that by then they will most likely be served.
 *
 * Everybody who is refused comes back, so a fixed time would bring the same crowd in the same moment. The time
 * is drawn from a spread, which doubles while more are refused than are served and halves when that is over:
 * it settles where those who come back are about as many as can be served.
 */
export class RetrySpread {
  private refused = 0;
  private served = 0;
  private spreadS = 1;

  constructor(private roundBeganAt: number) {}

  note(wasServed: boolean, now: number): void {
    this.turn(now);
    if (wasServed) this.served++;
    else this.refused++;
  }

  /** Whole seconds, as `Retry-After` has them. @param chance in [0, 1) */
  retryAfterS(chance: number): number {
    return Math.max(1, Math.round(this.spreadS * (0.5 + chance)));
  }

  private turn(now: number): void {
    const rounds = Math.floor((now - this.roundBeganAt) / ROUND_MS);
    if (rounds <= 0) return;
    const { refused, served } = this;
    if (refused > served) this.spreadS = Math.min(SPREAD_MAX_S, this.spreadS * 2);
    else if (refused < served / 2) this.spreadS = Math.max(1, this.spreadS / 2);
    // Rounds in which nobody came at all were calm ones.
    for (let i = 1; i < rounds && this.spreadS > 1; i++) this.spreadS = Math.max(1, this.spreadS / 2);
    this.roundBeganAt += rounds * ROUND_MS;
    this.refused = 0;
    this.served = 0;
  }
}
