import type { Answer } from '../domain/command.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import type { EventLedger, Recalled } from '../ports/ledger.ts';
import type { BoxOfficeObserver } from './observer.ts';
import type { Outcome, Pending, Proposal } from './proposal.ts';

/** Gives each command its one answer. Those who were told `unavailable` before are not answered again. */
export class AnswerDesk {
  private recallsRunning = 0;

  constructor(
    private readonly eventId: string,
    private readonly ledger: Pick<EventLedger, 'recall'>,
    private readonly observer: BoxOfficeObserver,
    private readonly onIdle: () => void,
  ) {}

  get isIdle(): boolean {
    return this.recallsRunning === 0;
  }

  /**
   * Answers a proposal that is true now. When the ledger may have its changes from another instance, the code of a
   * reservation is the one that the ledger has.
   */
  answer(proposal: Proposal, isOurs = true): void {
    let replays: Map<number, Pending[]> | undefined;
    proposal.pendings.forEach((pending, i) => {
      const outcome = proposal.outcomes[i] ?? { refused: 'internal' };
      const sequence = !isOurs && 'code' in outcome ? outcome.sequence : replayOf(outcome);
      if (sequence !== undefined) {
        const waiting = (replays ??= new Map<number, Pending[]>()).get(sequence) ?? [];
        waiting.push(pending);
        replays.set(sequence, waiting);
      } else if (!('replayOf' in outcome)) this.give(pending, outcome);
    });
    if (replays === undefined) return;
    const { holdExtensions } = proposal.draft.event.rules;
    for (const [sequence, waiting] of replays) void this.recall(sequence, holdExtensions, waiting);
  }

  refuse(pendings: readonly Pending[], refused: Refusal['refused']): void {
    for (const pending of pendings) this.give(pending, { refused });
  }

  /** A retry is answered from the change that its first sending made, as the ledger has it. */
  private async recall(
    sequence: number,
    holdExtensions: number,
    pendings: readonly Pending[],
  ): Promise<void> {
    this.recallsRunning++;
    try {
      const recalled = await this.ledger.recall(this.eventId, sequence);
      const answer = recalled === undefined ? undefined : answerFrom(recalled, holdExtensions);
      for (const pending of pendings) this.give(pending, answer ?? { refused: 'unavailable' });
    } catch (error) {
      this.observer.failed(this.eventId, error);
      this.refuse(pendings, 'unavailable');
    } finally {
      this.recallsRunning--;
      if (this.isIdle) this.onIdle();
    }
  }

  private give(pending: Pending, outcome: Answer | Refusal): void {
    if (pending.isAnswered) return;
    pending.isAnswered = true;
    const reason = isRefusal(outcome) ? outcome.refused : undefined;
    this.observer.answered(pending.command.kind, reason, this.eventId);
    pending.resolve(outcome);
  }
}

function replayOf(outcome: Outcome): number | undefined {
  return 'replayOf' in outcome ? outcome.replayOf : undefined;
}

function answerFrom({ change, reservation }: Recalled, holdExtensions: number): Answer | undefined {
  if (change.cause === 'extended') {
    const { userId, seatIds, expiresAt, extensionsUsed } = change;
    const extensionsLeft = Math.max(0, holdExtensions - extensionsUsed);
    return { hold: { userId, seatIds, expiresAt, extensionsUsed }, extensionsLeft };
  }
  if (change.cause !== 'reserved' || reservation === undefined) return undefined;
  return {
    code: reservation.code,
    seatIds: reservation.seatIds,
    sequence: change.sequence,
    status: reservation.cancelledAt === null ? 'active' : 'cancelled',
    createdAt: reservation.createdAt,
    remainingSeats: change.remainingSeats,
    amounts: reservation.amounts,
    currency: reservation.currency,
  };
}
