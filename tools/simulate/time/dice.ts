/**
 * All chance of a run. It is thrown anew at every step of the plan (`begin`), so that what happens after one step
 * does not hang on how much chance the steps before it used up: a plan from which steps are taken away still goes much
 * as it did.
 */
export class Dice {
  private state = 0;

  begin(seed: number): void {
    this.state = seed >>> 0;
  }

  /** In [0, 1): mulberry32 (T. Ettinger 2017). */
  readonly draw = (): number => {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };

  /** 0, 1, … n - 1. */
  below(n: number): number {
    return Math.floor(this.draw() * n);
  }

  between(least: number, most: number): number {
    return least + (most - least) * this.draw();
  }

  oneIn(n: number): boolean {
    return this.draw() < 1 / n;
  }

  /** True this often. */
  chance(probability: number): boolean {
    return this.draw() < probability;
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  hex(length: number): string {
    let text = '';
    while (text.length < length)
      text += this.below(2 ** 24)
        .toString(16)
        .padStart(6, '0');
    return text.slice(0, length);
  }
}
