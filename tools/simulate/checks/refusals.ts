import type { Refusal } from '../../../server/src/domain/refusal.ts';
import type { Findings } from '../../../server/test/support/audit/findings.ts';
import type { Asked } from './answers.ts';
import type { Books } from './books.ts';

/** By so much more than it is wrong itself an instance may disagree with the one that made a hold about its end. */
export const CLOCK_MS = 40;

/** Whether what a refusal says was so at some time since the question came. */
export function checkRefusal(
  books: Books,
  { command, from, clockErrorMs }: Asked,
  { refused, seatIds = [] }: Refusal,
  findings: Findings,
): void {
  const userId = 'userId' in command ? command.userId : undefined;
  const wasNever = (isSo: (fact: { state: string; owner: string | undefined }) => boolean) =>
    seatIds.find((id) => !books.seatDuring(id, from, books.tick).some(isSo));
  const lie = (why: string) =>
    findings.add(`false_${refused}`, `${JSON.stringify(command)} was refused as ${refused}: ${why}`);
  switch (refused) {
    case 'seat_held': {
      // Or one's own hold is over, and somebody waits in line, whose turn at the seat it is then.
      const isWaitedFor = books.log.some(({ change }) => change.cause === 'queued');
      const isOver = (id: number) =>
        userId !== undefined &&
        isWaitedFor &&
        books
          .holdDuring(userId, from, books.tick)
          .some(
            ({ seatIds: held, expiresAt }) =>
              held.includes(id) && expiresAt <= books.clock.trueMs() + clockErrorMs + CLOCK_MS,
          );
      const never = seatIds.filter((id) => !isOver(id));
      const isHeld = ({ state, owner }: { state: string; owner: string | undefined }) =>
        state === 'h' && owner !== userId;
      const seatId = never.find((id) => !books.seatDuring(id, from, books.tick).some(isHeld));
      if (seatId !== undefined) lie(`nobody else held seat ${seatId}`);
      return;
    }
    case 'already_reserved': {
      const seatId = wasNever(({ state }) => state === 'r');
      if (seatId !== undefined) lie(`seat ${seatId} was not reserved`);
      return;
    }
    case 'seat_blocked': {
      const seatId = wasNever(({ state }) => state === 'b');
      if (seatId !== undefined) lie(`seat ${seatId} was not blocked`);
      return;
    }
    case 'no_hold':
    case 'hold_expired': {
      if (userId === undefined || (command.kind !== 'confirm' && command.kind !== 'extend')) return;
      if (command.kind === 'confirm' && command.seatIds !== undefined) return;
      const soonest = books.clock.trueMs() + clockErrorMs + CLOCK_MS;
      const facts = books.holdDuring(userId, from, books.tick);
      if (facts.every((fact) => fact.seatIds.length > 0 && fact.expiresAt > soonest))
        lie(`${userId} held seats all the time`);
      return;
    }
    case 'sold_out': {
      if (command.kind !== 'assignAny') return;
      if (books.freeDuring(from) > 0) lie('there were free seats all the time');
      return;
    }
    default:
  }
}
