import type { AuditedEvent } from '../ports/audit-ledger.ts';
import type { AuditorDeps } from './auditor-deps.ts';
import type { Finding } from './findings.ts';
import { Look, type Checked } from './look.ts';
import { Pace } from './pace.ts';

export interface AuditedFinding extends Finding {
  readonly isRepaired: boolean;
}

/** What came of looking at one event. */
export interface EventAudit {
  readonly eventId: string;
  readonly isOk: boolean;
  /** The last change that the log was followed to. */
  readonly sequence: number;
  readonly checked: Checked;
  readonly findings: readonly AuditedFinding[];
  readonly tookMs: number;
}

/** How often an event that the organiser changes under the auditor's eyes is looked at anew. */
const LOOKS_MAX = 3;
/** How often it is looked whether a hall that is made anew is there, five seconds in all. */
const LOOKS_FOR_HALL = 100;
const LOOK_EVERY_MS = 50;

/**
 * Proves that what a server and its stores say of an event is what the event's log amounts to, and makes anew what is
 * only derived from it. What is true is never touched: it is reported.
 */
export class Auditor {
  private isBusy = false;
  /** Since which change an event's rules are known to have been the same, so that holds can be judged by them. */
  private readonly rulesSince = new Map<string, { readonly version: number; readonly sequence: number }>();

  constructor(private readonly deps: AuditorDeps) {}

  /**
   * Runs audits unless others run here or at another server; undefined: they do. Only one at a time, so that audits
   * cost a sale no more than one does.
   */
  async alone<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.isBusy) return undefined;
    this.isBusy = true;
    try {
      return await this.deps.ledger.alone(work);
    } finally {
      this.isBusy = false;
    }
  }

  /** Undefined when there is no such event. Rejects when the ledger cannot be reached. */
  async audit(eventId: string, hasToRepair: boolean): Promise<EventAudit | undefined> {
    const startedAt = this.deps.clock.monotonicMs();
    const first = await this.look(eventId);
    if (first === undefined) return undefined;
    const found = first.findings.all();
    if (!hasToRepair || !found.some(({ severity }) => severity === 'derived')) {
      return this.resultOf(eventId, first, found.map(notRepaired), startedAt);
    }
    await this.repair(eventId, found);
    const second = await this.look(eventId);
    if (second === undefined) return undefined;
    // Proven by looking again, not by having tried.
    const left = second.findings.all();
    const gone = found.filter((each) => !left.some((other) => isSame(each, other)));
    const findings = [...gone.map((each) => ({ ...each, isRepaired: true })), ...left.map(notRepaired)];
    return this.resultOf(eventId, second, findings, startedAt);
  }

  private resultOf(
    eventId: string,
    { sequence, checked }: Look,
    findings: readonly AuditedFinding[],
    startedAt: number,
  ): EventAudit {
    const isOk = findings.every(({ isRepaired }) => isRepaired);
    const tookMs = Math.round(this.deps.clock.monotonicMs() - startedAt);
    return { eventId, isOk, sequence, checked, findings, tookMs };
  }

  private async look(eventId: string): Promise<Look | undefined> {
    for (let i = 1; ; i++) {
      const event = await this.deps.ledger.event(eventId);
      if (event === undefined) return undefined;
      const look = new Look(
        this.deps,
        event,
        eventId,
        this.boundOf(eventId, event),
        new Pace(this.deps.clock),
      );
      await look.run();
      if (i === LOOKS_MAX || look.findings.all().length === 0) return look;
      // Rules or hall were changed meanwhile, or the ledger is another: then it was measured by what is no longer so.
      const after = await this.deps.ledger.event(eventId);
      if (after !== undefined && isSameBasis(event, after)) return look;
    }
  }

  private boundOf(eventId: string, { version, sequence, holdTtlMs, holdExtensions }: AuditedEvent) {
    let since = this.rulesSince.get(eventId);
    if (since?.version !== version) this.rulesSince.set(eventId, (since = { version, sequence }));
    return { holdTtlMs, holdExtensions, sinceSequence: since.sequence };
  }

  private async repair(eventId: string, found: readonly Finding[]): Promise<void> {
    const { ledger, shield, hallOf, clock } = this.deps;
    const isAbout = (...checks: readonly string[]) =>
      found.some(({ check, severity }) => severity === 'derived' && checks.includes(check));
    if (isAbout('event')) await ledger.recountAvailable(eventId);
    const hall = hallOf(eventId);
    // Views and streams hang on the map, and begin anew with it.
    if (isAbout('memory', 'views', 'streams') && hall !== undefined) {
      const before = hall.seatMap;
      hall.reload();
      const pace = new Pace(clock);
      for (let i = 0; i < LOOKS_FOR_HALL && hall.seatMap === before; i++) await pace.wait(LOOK_EVERY_MS);
    }
    if (isAbout('holds_in_redis')) shield?.renew(eventId);
  }
}

function notRepaired(finding: Finding): AuditedFinding {
  return { ...finding, isRepaired: false };
}

function isSame(one: Finding, other: Finding): boolean {
  return one.check === other.check && one.what === other.what;
}

function isSameBasis(one: AuditedEvent, other: AuditedEvent): boolean {
  return (
    one.epoch === other.epoch &&
    one.version === other.version &&
    one.seatCount === other.seatCount &&
    one.prunedTo === other.prunedTo &&
    one.sequence <= other.sequence
  );
}
