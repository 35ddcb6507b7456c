import type { Change } from '../domain/change.ts';
import { ToldChange } from './change-text.ts';

/** The last changes of one event, without gaps, for those who were away for a moment. */
export class RecentChanges {
  private changes: ToldChange[] = [];
  /** Everything after this is here. */
  private before: number;

  /** @param sequence the last change that is *not* kept */
  constructor(sequence: number) {
    this.before = sequence;
  }

  get last(): number {
    return this.before + this.changes.length;
  }

  add(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.sequence !== this.last + 1)
        throw new Error(`change ${change.sequence} follows ${this.last}`);
      this.changes.push(new ToldChange(change));
    }
  }

  /** True when nothing after `sequence` is missing here. */
  covers(sequence: number): boolean {
    return sequence >= this.before;
  }

  after(sequence: number, limit = Infinity): readonly ToldChange[] {
    const from = Math.max(0, sequence - this.before);
    return this.changes.slice(from, from + limit);
  }

  /** Forgets all but the newest. Does so in strides, because moving an array costs its length. */
  keep(count: number): void {
    if (this.changes.length < count * 2) return;
    const surplus = this.changes.length - count;
    this.changes = this.changes.slice(surplus);
    this.before += surplus;
  }
}
