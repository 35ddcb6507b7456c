import type { AnswerTo, CommandKind, CommandOf } from '../../src/domain/command.ts';
import type { CommittedSeatMap } from '../../src/domain/committed-seat-map.ts';
import { decide } from '../../src/domain/decide/decide.ts';
import type { Acceptance, DecideContext } from '../../src/domain/decide/decision.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { reservationFor } from './hall.ts';

/** Decides and lets it happen, or fails the test with the refusal. */
export function done<K extends CommandKind>(
  map: CommittedSeatMap,
  command: CommandOf<K>,
  context: DecideContext,
): Acceptance<AnswerTo<K>> {
  const decision = decide(map, command, context);
  if (isRefusal(decision)) throw new Error(`refused: ${JSON.stringify(decision)}`);
  for (const change of decision.changes) map.apply(change);
  return decision;
}

export const hold = (userId: string, ...seatIds: number[]) => ({ kind: 'hold', userId, seatIds }) as const;
export const confirm = (userId: string, seatIds?: number[], lot?: number) =>
  ({ kind: 'confirm', userId, seatIds, reservation: reservationFor(userId, lot) }) as const;
export const assignAny = (userId: string, lot?: number) =>
  ({ kind: 'assignAny', userId, reservation: reservationFor(userId, lot) }) as const;
