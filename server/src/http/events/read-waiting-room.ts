import type { WaitingRoomInput } from '@jari/contract';
import type { BoxOffice } from '../../box-office/box-office.ts';
import type { WaitingRoom } from '../../domain/event.ts';
import { invalid } from '../problem.ts';

export interface RoomReading {
  /** The event as it is now, if there is one already. */
  readonly known: BoxOffice | undefined;
  /** Draws a seed. */
  readonly queueSeed: () => string;
  /** Whether anybody has been let in by the room that the event has now. */
  readonly hasLetIn: (known: BoxOffice, room: WaitingRoom) => Promise<boolean>;
}

/**
 * The waiting room that the organiser wants. In which order those who came early are let in can be changed only
 * before the doors open. The seed was committed to when the room was set up, so it stays; but one that the opening
 * has made public is no good for an opening that is put off, for then one could choose when to come.
 *
 * @param saleOpensAt as it will be
 */
export async function readWaitingRoom(
  input: WaitingRoomInput | null,
  saleOpensAt: number | null,
  { known, queueSeed, hasLetIn }: RoomReading,
): Promise<WaitingRoom | null> {
  if (input === null) return null;
  const before = known?.seatMap.event.rules.waitingRoom ?? null;
  if (known === undefined || before === null)
    return { ...rulesOf(input), isPaused: false, seed: queueSeed() };
  const hasOpened = known.sale !== 'before';
  if (before.order !== input.order && (hasOpened || (await hasLetIn(known, before)))) {
    throw invalid('waiting_room.order', 'cannot be changed once the doors have opened');
  }
  const isPutOff = hasOpened && saleOpensAt !== null && saleOpensAt > known.wallNow();
  const seed = isPutOff && !(await hasLetIn(known, before)) ? queueSeed() : before.seed;
  return { ...rulesOf(input), isPaused: before.isPaused, seed };
}

function rulesOf(input: WaitingRoomInput): Omit<WaitingRoom, 'isPaused' | 'seed'> {
  return {
    admittedPerMinute: input.admitted_per_minute,
    activeMax: input.active_max,
    turnTtlMs: input.turn_ttl_seconds * 1_000,
    preQueueMs: input.pre_queue_minutes * 60_000,
    order: input.order,
    proofOfWorkBits: input.proof_of_work_bits ?? 0,
  };
}
