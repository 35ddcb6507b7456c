import type { Operation } from '../input/operation.ts';

/**
 * When each change of the log was made, as far as those know who were there: not before the operation that made it had
 * begun, nor after one that shows it had ended. As changes are made in their order, what is known of one binds the others.
 */
export class Moments {
  private readonly after: Float64Array;
  private readonly before: Float64Array;
  private readonly afterBy: Int32Array;
  private readonly beforeBy: Int32Array;

  constructor(private readonly last: number) {
    this.after = new Float64Array(last + 2).fill(-Infinity);
    this.before = new Float64Array(last + 2).fill(Infinity);
    this.afterBy = new Int32Array(last + 2).fill(-1);
    this.beforeBy = new Int32Array(last + 2).fill(-1);
  }

  /** A change was made by an operation that began then; `line` is where that stands in the history. */
  wasMadeAfter(sequence: number, startUs: number, line: number): void {
    if (startUs <= (this.after[sequence] ?? Infinity)) return;
    this.after[sequence] = startUs;
    this.afterBy[sequence] = line;
  }

  /** A change had been made when somebody was told. */
  wasMadeBefore(sequence: number, endUs: number, line: number): void {
    if (endUs >= (this.before[sequence] ?? -Infinity)) return;
    this.before[sequence] = endUs;
    this.beforeBy[sequence] = line;
  }

  /** Lets each change know what its neighbours know. After it, `earliest` and `latest` never fall. */
  settle(): void {
    for (let i = 1; i <= this.last; i++) {
      const known = this.after[i - 1] ?? -Infinity;
      if (known > (this.after[i] ?? 0)) this.adopt(this.after, this.afterBy, i, i - 1);
    }
    for (let i = this.last - 1; i >= 0; i--) {
      const known = this.before[i + 1] ?? Infinity;
      if (known < (this.before[i] ?? 0)) this.adopt(this.before, this.beforeBy, i, i + 1);
    }
  }

  earliestUs(sequence: number): number {
    return this.after[sequence] ?? -Infinity;
  }

  latestUs(sequence: number): number {
    return this.before[sequence] ?? Infinity;
  }

  /** The lines of two operations that contradict the order of the log: what was made later had ended before. */
  contradiction(sequence: number): readonly [later: number, earlier: number] | undefined {
    if (this.earliestUs(sequence) <= this.latestUs(sequence)) return undefined;
    return [this.afterBy[sequence] ?? -1, this.beforeBy[sequence] ?? -1];
  }

  /** The changes as of which an operation can have looked: all that were certain before it, to all that may have been. */
  windowOf({ startUs, endUs }: Pick<Operation, 'startUs' | 'endUs'>): readonly [from: number, to: number] {
    return [this.lastWith(this.before, startUs), this.lastWith(this.after, endUs)];
  }

  /** The last change whose bound is not after a time; the bounds never fall. */
  private lastWith(bounds: Float64Array, timeUs: number): number {
    let [low, high] = [1, this.last + 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((bounds[middle] ?? Infinity) <= timeUs) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  private adopt(bounds: Float64Array, by: Int32Array, to: number, from: number): void {
    bounds[to] = bounds[from] ?? 0;
    by[to] = by[from] ?? -1;
  }
}
