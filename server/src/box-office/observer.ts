import type { CommandKind } from '../domain/command.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { ReloadReason } from '../ports/ledger.ts';

/** What a box office reports for measuring and logging. Must not throw and must be quick. */
export interface BoxOfficeObserver {
  /** A command of an event got its answer; `reason` is undefined for a success. */
  answered(kind: CommandKind, reason: Refusal['refused'] | undefined, eventId: string): void;
  /** The ledger recorded a batch. */
  recorded(commandCount: number, changeCount: number, appendMs: number): void;
  /** An append was refused and decided again. */
  refused(why: 'conflict' | 'too_early' | 'too_late'): void;
  /** The ledger could not be reached or broke. */
  failed(eventId: string, error: unknown): void;
  /** The ledger is not the one this instance knew: the event was loaded anew. */
  reloaded(eventId: string, why: ReloadReason): void;
}

export const silentObserver: BoxOfficeObserver = {
  answered: () => undefined,
  recorded: () => undefined,
  refused: () => undefined,
  failed: () => undefined,
  reloaded: () => undefined,
};
