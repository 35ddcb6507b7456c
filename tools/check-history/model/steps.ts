/** A value that changes at numbered moments: what it was at each. */
export class Steps<T> {
  private readonly sequences: number[] = [];
  private readonly values: T[] = [];

  constructor(private readonly first: T) {}

  /** In order of the sequences; the last of one sequence counts. */
  put(sequence: number, value: T): void {
    if (this.sequences.at(-1) === sequence) this.values[this.values.length - 1] = value;
    else {
      this.sequences.push(sequence);
      this.values.push(value);
    }
  }

  get last(): T {
    return this.values.at(-1) ?? this.first;
  }

  at(sequence: number): T {
    const index = this.indexAt(sequence);
    return index < 0 ? this.first : (this.values[index] ?? this.first);
  }

  /** Every value that it had at some moment from one sequence to another, with the sequence since which it had it. */
  *within(from: number, to: number): Iterable<readonly [since: number, value: T]> {
    let index = this.indexAt(from);
    if (index < 0) {
      yield [0, this.first];
      index = 0;
    }
    for (; index < this.sequences.length; index++) {
      const since = this.sequences[index] ?? 0;
      if (since > to) return;
      if (index >= 0) yield [since, this.values[index] ?? this.first];
    }
  }

  /** The last step at or before a sequence; -1 before the first. */
  private indexAt(sequence: number): number {
    let [low, high] = [0, this.sequences.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.sequences[middle] ?? 0) <= sequence) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
