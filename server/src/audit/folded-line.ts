import type { Change } from '../domain/change.ts';

/** Who waits for seats, told by the log alone. */
export class FoldedLine {
  /** Whose the places are, by the change that made them. */
  readonly places = new Map<number, string>();

  constructor(
    private readonly isFromTheBeginning: boolean,
    private readonly complain: (what: string, sequence: number) => void,
  ) {}

  take(change: Change): void {
    if (change.cause === 'queued') this.places.set(change.sequence, change.userId);
    if (!('entry' in change)) return;
    const userId = this.places.get(change.entry);
    if (userId === undefined) {
      if (this.isFromTheBeginning) this.complain('a place in line ends that nobody had', change.sequence);
      return;
    }
    if (userId !== change.userId) this.complain('somebody else’s place in line ends', change.sequence);
    this.places.delete(change.entry);
  }
}
