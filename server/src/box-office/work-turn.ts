/** Has work done at the end of the current turn of the event loop, so that whatever arrives in it is done at once. */
export class WorkTurn {
  private isDue = false;
  private idleListeners: (() => void)[] = [];

  constructor(
    private readonly work: () => void,
    private readonly isDone: () => boolean,
  ) {}

  take(): void {
    if (this.isDue) return;
    this.isDue = true;
    setImmediate(() => {
      this.isDue = false;
      this.work();
      if (this.idleListeners.length > 0 && this.isIdle()) {
        for (const listener of this.idleListeners.splice(0)) listener();
      }
    });
  }

  /** Resolves when there is nothing more to do. */
  async untilIdle(): Promise<void> {
    if (this.isIdle()) return;
    await new Promise<void>((resolve) => this.idleListeners.push(resolve));
  }

  private isIdle(): boolean {
    return !this.isDue && this.isDone();
  }
}
