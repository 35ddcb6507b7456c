import type { Clock } from '../ports/clock.ts';
import type { Auditor, EventAudit } from './auditor.ts';

export interface AuditsObserver {
  /** `byCheck`: how many findings were left unrepaired. */
  finished(audit: EventAudit, byCheck: ReadonlyMap<string, number>): void;
  failed(error: unknown): void;
}

export type AuditsOutcome =
  { readonly is: 'done'; readonly audits: readonly EventAudit[] } | { readonly is: 'busy' };

/** While another server audits, it is asked again after this part of the interval. */
const AGAIN_PART = 10;

/**
 * The audits of this server: those that somebody asks for, and those that it makes by itself, every so often, of the
 * events that are open at it.
 */
export class Audits {
  private cancel: () => void = () => undefined;
  private isClosed = false;

  constructor(
    private readonly auditor: Pick<Auditor, 'alone' | 'audit'>,
    private readonly clock: Pick<Clock, 'after'>,
    private readonly observer: AuditsObserver,
  ) {}

  /** Audits some events, one after the other; those that do not exist are left out. */
  async of(eventIds: readonly string[], hasToRepair: boolean): Promise<AuditsOutcome> {
    try {
      const audits = await this.auditor.alone(() => this.each(eventIds, hasToRepair));
      return audits === undefined ? { is: 'busy' } : { is: 'done', audits };
    } catch (error) {
      this.observer.failed(error);
      throw error;
    }
  }

  /** Audits again and again, `intervalMs` after the last one has ended. */
  repeat(intervalMs: number, openEvents: () => readonly string[]): void {
    const next = (delayMs: number): void => {
      if (this.isClosed) return;
      this.cancel = this.clock.after(delayMs, () => {
        void this.of(openEvents(), false).then(
          ({ is }) => next(is === 'busy' ? intervalMs / AGAIN_PART : intervalMs),
          () => next(intervalMs),
        );
      });
    };
    next(intervalMs);
  }

  close(): void {
    this.isClosed = true;
    this.cancel();
  }

  private async each(eventIds: readonly string[], hasToRepair: boolean): Promise<EventAudit[]> {
    const audits: EventAudit[] = [];
    for (const eventId of eventIds) {
      if (this.isClosed) break;
      const audit = await this.auditor.audit(eventId, hasToRepair);
      if (audit === undefined) continue;
      audits.push(audit);
      const byCheck = new Map<string, number>();
      for (const { check, isRepaired } of audit.findings) {
        if (!isRepaired) byCheck.set(check, (byCheck.get(check) ?? 0) + 1);
      }
      this.observer.finished(audit, byCheck);
    }
    return audits;
  }
}
