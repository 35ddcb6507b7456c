import type { Change } from '../domain/change.ts';
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
    let replays: Map<number, Waiting> | undefined;
    proposal.pendings.forEach((pending, i) => {
      const outcome = proposal.outcomes[i] ?? { refused: 'internal' };
      const sequence = !isOurs && 'code' in outcome ? outcome.sequence : replayOf(outcome);
      if (sequence !== undefined) {
        const isReplay = replayOf(outcome) !== undefined;
        const userId = isReplay ? pending.key?.userId : madeBy(proposal, sequence);
        const waiting = (replays ??= new Map<number, Waiting>()).get(sequence) ?? { userId, pendings: [] };
        waiting.pendings.push(pending);
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

  /**
   * A retry is answered from the change that its first sending made, as the ledger has it. When the ledger went back
   * meanwhile, another's change may have that number: nobody is shown another's ticket.
   */
  private async recall(
    sequence: number,
    holdExtensions: number,
    { userId, pendings }: Waiting,
  ): Promise<void> {
    this.recallsRunning++;
    try {
      const recalled = await this.ledger.recall(this.eventId, sequence);
      const isTheirs = recalled !== undefined && userOf(recalled.change) === userId;
      const answer = isTheirs ? answerFrom(recalled, holdExtensions) : undefined;
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

/** Those who wait for what the ledger has of one change, and whose it is. */
interface Waiting {
  readonly userId: string | undefined;
  readonly pendings: Pending[];
}

function madeBy({ draft }: Proposal, sequence: number): string | undefined {
  const change = draft.changes.find((each) => each.sequence === sequence);
  return change === undefined ? undefined : userOf(change);
}

function userOf(change: Change): string | undefined {
  return 'userId' in change ? change.userId : undefined;
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
