/** Lets a few work at a time; the others wait in the order they came. */
export class Turns {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      // Handed on rather than given back, so that nobody new comes before those who wait.
      const next = this.waiting.shift();
      if (next === undefined) this.free++;
      else next();
    }
  }
}
