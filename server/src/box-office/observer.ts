import type { CommandKind } from '../domain/command.ts';
import type { Refusal } from '../domain/refusal.ts';

/** What a box office tells whoever measures it. Must not throw and must be quick. */
export interface BoxOfficeObserver {
  /** A command got its answer; `reason` is undefined for a success. */
  answered(kind: CommandKind, reason: Refusal['refused'] | undefined): void;
  /** The ledger recorded a batch. */
  recorded(commandCount: number, changeCount: number, appendMs: number): void;
  /** An append was refused and decided again. */
  refused(why: 'conflict' | 'too_early' | 'too_late'): void;
  /** The ledger could not be reached or broke. */
  failed(eventId: string, error: unknown): void;
}

export const silentObserver: BoxOfficeObserver = {
  answered: () => undefined,
  recorded: () => undefined,
  refused: () => undefined,
  failed: () => undefined,
};
