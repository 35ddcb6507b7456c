import type { CommittedSeatMap } from '../domain/committed-seat-map.ts';
import type { WaitingRoom } from '../domain/event.ts';
import type { DoorRules } from '../domain/waiting-line.ts';

/**
 * Nobody is let in for whom no seat could be left: beside those who hold some, no more than there are free seats. A
 * turn that comes while everything is taken would be lost, and the place with it.
 */
export function doorRules(
  { event, availableCount, holdCount }: Pick<CommittedSeatMap, 'event' | 'availableCount' | 'holdCount'>,
  room: WaitingRoom,
): DoorRules {
  const { saleOpensAt, saleClosesAt } = event;
  const { admittedPerMinute, turnTtlMs, preQueueMs, proofOfWorkBits } = room;
  // A turn while the sale is paused would pass in vain.
  const isPaused = room.isPaused || event.rules.salePaused;
  const activeMax = Math.min(room.activeMax, availableCount + holdCount);
  const rules = { admittedPerMinute, activeMax, turnTtlMs, preQueueMs, isPaused, proofOfWorkBits };
  return { ...rules, opensAtMs: saleOpensAt, closesAtMs: saleClosesAt };
}
