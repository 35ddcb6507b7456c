import type { WaitingRoomInput } from '@jari/contract';
import type { BoxOffice } from '../../box-office/box-office.ts';
import type { WaitingRoom } from '../../domain/event.ts';
import { invalid } from '../problem.ts';

interface RoomReading {
  /** The event as it is now, if there is one already. */
  readonly known: BoxOffice | undefined;
  readonly queueSeed: () => string;
}

/**
 * The waiting room that the organiser wants. The seed was committed to when the room was set up, so it stays; and
 * in which order those who came early are let in can be changed only while nobody has been let in.
 */
export function readWaitingRoom(
  input: WaitingRoomInput | null,
  { known, queueSeed }: RoomReading,
): WaitingRoom | null {
  if (input === null) return null;
  const before = known?.seatMap.event.rules.waitingRoom ?? null;
  const hasOpened = known !== undefined && known.sale !== 'before';
  if (before !== null && hasOpened && before.order !== input.order) {
    throw invalid('waiting_room.order', 'cannot be changed once the doors have opened');
  }
  return {
    admittedPerMinute: input.admitted_per_minute,
    activeMax: input.active_max,
    turnTtlMs: input.turn_ttl_seconds * 1_000,
    preQueueMs: input.pre_queue_minutes * 60_000,
    order: input.order,
    seed: before?.seed ?? queueSeed(),
  };
}
