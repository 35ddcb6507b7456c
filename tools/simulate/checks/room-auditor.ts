import type { DoorRules, LineState } from '../../../server/src/domain/waiting-line.ts';
import type { Findings } from '../../../server/test/support/audit/findings.ts';

/** Servers differ a little about the time, and word of it may be late; a clock that is further back has been set. */
const SKEW_MAX_MS = 5_000;

/** So much may pile up of what the rate allows, in time. */
const CREDIT_MS = 1_000;

/**
 * Looks at the line of a waiting room from outside: everybody has a number of their own, in the order in which they
 * came; people are let in by place, no quicker than the rate, and no more at once than may be inside. It keeps books
 * of its own and shares no code with the line.
 */
export class RoomAuditor {
  private last = 0;
  private readonly numbers = new Map<string, number>();
  private serving = 0;
  /** By place, when a turn began. */
  private readonly inside = new Map<number, number>();
  private readonly gone = new Set<number>();
  private allowed = 1;
  private advancedAt: number | undefined;
  private nowMs = 0;
  /** Of those who moved the doors last. */
  private rules: DoorRules | undefined;

  constructor(private readonly findings: Findings) {}

  joined(userId: string, number: number): void {
    const earlier = this.numbers.get(userId);
    if (earlier === number) return;
    if (earlier !== undefined) this.complain('number', `${userId} has ${earlier} and got ${number}`);
    if (number !== this.last + 1) this.complain('number', `${number} was given after ${this.last}`);
    this.last = number;
    this.numbers.set(userId, number);
  }

  left(userId: string, place: number | null): void {
    this.numbers.delete(userId);
    if (place !== null) this.ended(place);
  }

  ended(place: number): void {
    // Of a line that was lost meanwhile.
    if (place > this.last) return;
    if (place > this.serving) this.gone.add(place);
    else this.inside.delete(place);
  }

  advanced(rules: DoorRules, nowMs: number, { serving, joined, active }: LineState): void {
    this.rules = rules;
    const perMs = rules.admittedPerMinute / 60_000;
    const cap = Math.max(1, CREDIT_MS * perMs);
    // Servers differ a little about the time; it is not counted twice.
    const sinceMs = Math.max(0, nowMs - (this.advancedAt ?? nowMs));
    this.nowMs = Math.max(this.nowMs, nowMs);
    this.allowed = Math.min(cap, this.allowed + sinceMs * perMs);
    const lastAt = this.advancedAt ?? nowMs;
    this.advancedAt = nowMs < lastAt - SKEW_MAX_MS ? nowMs : Math.max(lastAt, nowMs);
    this.endTurns(rules, nowMs);
    if (joined !== this.last) this.complain('number', `${joined} have joined, not ${this.last}`);
    if (serving < this.serving) this.complain('doors', `went back from ${this.serving} to ${serving}`);
    if (serving > joined) this.complain('doors', `${serving} are served of ${joined}`);
    let admitted = 0;
    for (let place = this.serving + 1; place <= serving; place++) {
      if (this.gone.delete(place)) continue;
      admitted++;
      this.inside.set(place, this.advancedAt);
    }
    this.serving = serving;
    if (admitted > this.allowed + 0.01)
      this.complain('rate', `${admitted} were let in, and ${this.allowed.toFixed(2)} are allowed`);
    this.allowed = Math.max(0, this.allowed - admitted);
    if (admitted > 0 && this.inside.size > rules.activeMax)
      this.complain('inside', `${this.inside.size} are inside, of ${rules.activeMax}`);
    if (admitted > 0 && (rules.isPaused || (rules.opensAtMs !== null && nowMs < rules.opensAtMs)))
      this.complain('doors', 'somebody was let in while they were closed');
    if (active > this.inside.size)
      this.complain('inside', `the line counts ${active} inside, not ${this.inside.size}`);
  }

  /** Why somebody who waits should have been let in; undefined when nobody should. */
  whyStuck(nowMs: number): string | undefined {
    const { rules } = this;
    if (rules === undefined || rules.isPaused || rules.activeMax <= this.inside.size) return undefined;
    const { opensAtMs, closesAtMs } = rules;
    const isOpen = (opensAtMs === null || nowMs >= opensAtMs) && (closesAtMs === null || nowMs < closesAtMs);
    const waiting = this.last - this.serving - this.gone.size;
    if (!isOpen || waiting <= 0) return undefined;
    return `${waiting} wait, and ${this.inside.size} are inside of ${rules.activeMax}`;
  }

  /** Somebody asked for a turn: those whose time is up by then are out. */
  asked(rules: DoorRules, nowMs: number): void {
    this.endTurns(rules, nowMs);
  }

  /** Somebody was told that it is their turn. */
  served(place: number, { turnTtlMs }: DoorRules): void {
    const at = this.inside.get(place);
    if (at === undefined) this.complain('turn', `place ${place} is served, and is not inside`);
    else if (at + turnTtlMs < this.nowMs - turnTtlMs)
      this.complain('turn', `place ${place} was served long ago`);
  }

  /** In the order in which they began, as servers differ a little about the time: a turn does not end before another's. */
  private endTurns({ turnTtlMs }: DoorRules, nowMs: number): void {
    for (const [place, at] of this.inside) {
      if (at + turnTtlMs > nowMs) break;
      this.inside.delete(place);
    }
  }

  private complain(what: string, detail: string): void {
    this.findings.add(`room_${what}`, detail);
  }
}
