/** Why a sale is over. */
export type Ending = 'sold out' | 'everybody is through' | 'time' | 'stopped';

/** The run of the sale: when it opens, and when everybody goes home. */
export class SaleClock {
  ending: Ending | undefined;
  /** Everybody who waits: twenty thousand listeners of one signal took more time than all their requests. */
  private readonly waiting = new Set<() => void>();

  /**
   * @param opensAt by this machine's clock
   * @param pace so many times as fast as people do what they do
   */
  constructor(
    readonly opensAt: number,
    readonly pace = 1,
  ) {}

  get isOver(): boolean {
    return this.ending !== undefined;
  }

  get wasSoldOut(): boolean {
    return this.ending === 'sold out';
  }

  /** The first reason counts. */
  end(why: Ending): void {
    this.ending ??= why;
    for (const wake of this.waiting) wake();
  }

  /** What a person takes for something: false when the sale was over before. */
  take(ms: number): Promise<boolean> {
    return this.wait(ms / this.pace);
  }

  /** False when the sale was over before the time had passed. */
  wait(ms: number): Promise<boolean> {
    if (this.isOver) return Promise.resolve(false);
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve(!this.isOver);
      };
      const timer = setTimeout(wake, Math.max(0, ms));
      this.waiting.add(wake);
    });
  }
}
