import type { Change } from '../domain/change.ts';
import type { Answer } from '../domain/command.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import type { EventLedger, Recalled } from '../ports/ledger.ts';
import type { BoxOfficeObserver } from './observer.ts';
import type { IdempotencyKey, Pending, Proposal } from './proposal.ts';

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
    let recalls: Map<number, Waiting[]> | undefined;
    proposal.pendings.forEach((pending, i) => {
      const outcome = proposal.outcomes[i] ?? { refused: 'internal' };
      const isReplay = 'replayOf' in outcome;
      if (!isReplay && (isOurs || !('code' in outcome))) return this.give(pending, outcome);
      const sequence = isReplay ? outcome.replayOf : outcome.sequence;
      const made = isReplay ? pending.key : madeBy(proposal, sequence);
      const waiting = (recalls ??= new Map<number, Waiting[]>()).get(sequence) ?? [];
      waiting.push({ pending, made });
      recalls.set(sequence, waiting);
    });
    if (recalls === undefined) return;
    const { holdExtensions } = proposal.draft.event.rules;
    for (const [sequence, waiting] of recalls) void this.recall(sequence, holdExtensions, waiting);
  }

  refuse(pendings: readonly Pending[], refused: Refusal['refused']): void {
    for (const pending of pendings) this.give(pending, { refused });
  }

  /**
   * A retry is answered from the change that its first sending made, as the ledger has it. That number may be another's:
   * the ledger went back meanwhile, or the first sending was not recorded after all, because another instance was sent
   * the same wish with another key in the same millisecond. Nobody is shown another's ticket.
   */
  private async recall(sequence: number, holdExtensions: number, waiting: readonly Waiting[]): Promise<void> {
    this.recallsRunning++;
    try {
      const recalled = await this.ledger.recall(this.eventId, sequence);
      for (const { pending, made } of waiting) {
        const isTheirs = recalled !== undefined && isSame(makerOf(recalled.change), made);
        const answer = isTheirs ? answerFrom(recalled, holdExtensions) : undefined;
        this.give(pending, answer ?? { refused: 'unavailable' });
      }
    } catch (error) {
      this.observer.failed(this.eventId, error);
      this.refuse(
        waiting.map(({ pending }) => pending),
        'unavailable',
      );
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

/** Who made a change, and with which key, if with one. */
type Maker =
  Pick<IdempotencyKey, 'userId' | 'keyPrint'> | { readonly userId: string; readonly keyPrint?: never };

/** Somebody who waits for what the ledger has of a change that they are known to have made. */
interface Waiting {
  readonly pending: Pending;
  readonly made: Maker | undefined;
}

function madeBy({ draft }: Proposal, sequence: number): Maker | undefined {
  const change = draft.changes.find((each) => each.sequence === sequence);
  return change === undefined ? undefined : makerOf(change);
}

function makerOf(change: Change): Maker | undefined {
  if (!('userId' in change)) return undefined;
  const { userId } = change;
  return 'key' in change && change.key !== null ? { userId, keyPrint: change.key.keyPrint } : { userId };
}

function isSame(one: Maker | undefined, other: Maker | undefined): boolean {
  return one !== undefined && one.userId === other?.userId && one.keyPrint === other.keyPrint;
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
