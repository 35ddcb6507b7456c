/** The run of the sale: when it opens, and when everybody goes home. */
export class SaleClock {
  private isSoldOut = false;
  private hasEnded = false;
  /** Everybody who waits: twenty thousand listeners of one signal took more time than all their requests. */
  private readonly waiting = new Set<() => void>();

  constructor(readonly opensAt: number) {}

  get isOver(): boolean {
    return this.hasEnded;
  }

  get wasSoldOut(): boolean {
    return this.isSoldOut;
  }

  end(why: 'sold out' | 'time'): void {
    this.isSoldOut = why === 'sold out';
    this.hasEnded = true;
    for (const wake of this.waiting) wake();
  }

  /** False when the sale was over before the time had passed. */
  wait(ms: number): Promise<boolean> {
    if (this.hasEnded) return Promise.resolve(false);
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve(!this.hasEnded);
      };
      const timer = setTimeout(wake, Math.max(0, ms));
      this.waiting.add(wake);
    });
  }
}
