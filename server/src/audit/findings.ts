/** What is looked at; the label of the metric, too. */
export const auditChecks = [
  'log',
  'event',
  'seats',
  'reservations',
  'entries',
  'webhooks',
  'memory',
  'views',
  'streams',
  'holds_in_redis',
  'doors',
] as const;
export type AuditCheck = (typeof auditChecks)[number];

/**
 * `true`: something in the ledger, which is the truth, contradicts itself; nobody but a person may decide what is right.
 * `derived`: something made from the ledger is not what it should be, and can be made anew.
 */
export type Severity = 'true' | 'derived';

export interface Finding {
  readonly check: AuditCheck;
  readonly severity: Severity;
  /** A fixed sentence: it names no person, and the same for the same kind of thing. */
  readonly what: string;
  /** How often. */
  count: number;
  /** Some of the seats. */
  readonly seatIds: number[];
  /** The first change, or reservation by the change that made it, that it is about. */
  readonly sequence: number | null;
}

/** Of a hall of which every seat is wrong, so many are named. */
const SEATS_NAMED_MAX = 20;

/** Collects what is found; the same said of many seats is one finding. */
export class Findings {
  private readonly bySentence = new Map<string, Finding>();

  add(
    check: AuditCheck,
    severity: Severity,
    what: string,
    about: { readonly seatId?: number | undefined; readonly sequence?: number | undefined } = {},
  ): void {
    const key = `${check}: ${what}`;
    let finding = this.bySentence.get(key);
    if (finding === undefined) {
      finding = { check, severity, what, count: 0, seatIds: [], sequence: about.sequence ?? null };
      this.bySentence.set(key, finding);
    }
    finding.count++;
    const { seatId } = about;
    if (seatId === undefined || finding.seatIds.length >= SEATS_NAMED_MAX) return;
    if (!finding.seatIds.includes(seatId)) finding.seatIds.push(seatId);
  }

  all(): readonly Finding[] {
    return [...this.bySentence.values()];
  }
}
