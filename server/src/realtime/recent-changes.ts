import type { Change } from '../domain/change.ts';
import type { Position } from '../domain/log-chain.ts';
import { ToldChange } from './change-text.ts';

/** The last changes of one event, without gaps, for those who were away for a moment. */
export class RecentChanges {
  private changes: ToldChange[] = [];
  /** Everything after this is here. */
  private before: Position;

  /** @param position where the event is; changes up to there are *not* kept */
  constructor(position: Position) {
    this.before = position;
  }

  /** Where the event is after the last change. */
  get last(): Position {
    return this.changes.at(-1)?.position ?? this.before;
  }

  add(changes: readonly Change[]): void {
    let next = this.before.sequence + this.changes.length + 1;
    for (const change of changes) {
      if (change.sequence !== next) throw new Error(`change ${change.sequence} instead of ${next}`);
      this.changes.push(new ToldChange(change, this.before.epoch));
      next++;
    }
  }

  /** The hash of a change from which on nothing is missing here; undefined for an older or unknown one. */
  headAt(sequence: number): string | undefined {
    const { before } = this;
    if (sequence === before.sequence) return before.head;
    return this.changes[sequence - before.sequence - 1]?.position.head;
  }

  after(sequence: number, limit = Infinity): readonly ToldChange[] {
    const from = Math.max(0, sequence - this.before.sequence);
    return this.changes.slice(from, from + limit);
  }

  /** Forgets all but the newest. Does so in strides, because moving an array costs its length. */
  keep(count: number): void {
    if (this.changes.length < count * 2) return;
    const surplus = this.changes.length - count;
    this.before = this.changes[surplus - 1]?.position ?? this.before;
    this.changes = this.changes.slice(surplus);
  }
}
