export interface KindFigures {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** What was answered since it was last looked at, and how fast. */
export class Tally {
  private tookMs = new Map<string, number[]>();
  private outcomes = new Map<string, number>();

  note(kind: string, status: number, tookMs: number): void {
    const all = this.tookMs.get(kind);
    if (all === undefined) this.tookMs.set(kind, [tookMs]);
    else all.push(tookMs);
    this.count(status === 0 ? 'unanswered' : `${kind} ${String(status)}`);
  }

  count(outcome: string): void {
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
  }

  /** And begins anew. */
  take(): { kinds: Record<string, KindFigures>; outcomes: Record<string, number>; requests: number } {
    const kinds: Record<string, KindFigures> = {};
    const everything: number[] = [];
    for (const [kind, all] of this.tookMs) {
      kinds[kind] = figuresOf(all);
      for (const each of all) everything.push(each);
    }
    kinds['all'] = figuresOf(everything);
    const outcomes = Object.fromEntries(this.outcomes);
    this.tookMs = new Map();
    this.outcomes = new Map();
    return { kinds, outcomes, requests: everything.length };
  }
}

function figuresOf(all: number[]): KindFigures {
  const sorted = all.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { count: all.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
