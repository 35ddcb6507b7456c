import type { LineStatus, WaitingRoomState } from '@jari/contract';
import { createHash } from 'node:crypto';
import type { BoxOffice } from '../../box-office/box-office.ts';
import type { DoorsReading } from '../../box-office/doors.ts';
import type { Event, WaitingRoom } from '../../domain/event.ts';

/** How often a page asks whose turn is near, how often one that waits for the opening, and how seldom any. */
const POLL_NEAR_MS = 2_000;
const POLL_EARLY_MS = 10_000;
const POLL_FAR_MS = 60_000;
/** Before the opening a crowd of any size asks thirty thousand times a second at the most, until `POLL_FAR_MS` is reached. */
const EARLY_LOOKS_PER_MS = 30;
/** Of the time until its turn, by the rate of the doors: a million who wait ask as often as some thousands. */
const POLL_SHARE = 0.1;

/** How a line stands, in the words of the API. */
export function lineStatus(
  { event, availableCount }: Pick<BoxOffice['seatMap'], 'event' | 'availableCount'>,
  reading: DoorsReading | undefined,
  wallNowMs: number,
): LineStatus {
  const room = event.rules.waitingRoom;
  const { saleOpensAt } = event;
  const isOpen = saleOpensAt === null || wallNowMs >= saleOpensAt;
  const status = {
    event: event.eventId,
    state:
      room === null || reading === undefined ? ('off' as const) : stateOf(event, room, reading, wallNowMs),
    server_time: new Date(wallNowMs).toISOString(),
    opens_at: momentOf(saleOpensAt),
    gathers_at: momentOf(saleOpensAt === null || room === null ? null : saleOpensAt - room.preQueueMs),
    joined: reading?.joined ?? 0,
    pre_queued: reading?.preQueued ?? null,
    serving_number: reading?.serving ?? 0,
    over_number: reading?.overTo ?? 0,
    waiting: reading === undefined ? 0 : reading.joined - reading.serving,
    active: reading?.active ?? 0,
    admitted_per_minute: room?.admittedPerMinute ?? 0,
    seats_left: availableCount,
    order: room?.order ?? ('arrival' as const),
    seed_hash: room?.order === 'shuffle' ? createHash('sha256').update(room.seed).digest('hex') : null,
    seed: room?.order === 'shuffle' && isOpen ? room.seed : null,
    proof_of_work_bits: room?.proofOfWorkBits ?? 0,
    poll_after_ms: 0,
  };
  return { ...status, poll_after_ms: pollAfterMs(status, null) };
}

/** When somebody at this place should ask again; null: wherever they stand. */
export function pollAfterMs(
  { state, opens_at, server_time, joined, serving_number, admitted_per_minute }: LineStatus,
  place: number | null,
): number {
  const untilOpenMs = opens_at === null ? 0 : Date.parse(opens_at) - Date.parse(server_time);
  // Everybody looks when it opens; nobody needs to look much before.
  if (state === 'pre_queue' || state === 'closed') {
    const earlyMs = Math.floor(Math.min(POLL_FAR_MS, Math.max(POLL_EARLY_MS, joined / EARLY_LOOKS_PER_MS)));
    return untilOpenMs > 0 ? Math.min(earlyMs, Math.max(1_000, untilOpenMs)) : earlyMs;
  }
  if (place === null) return POLL_NEAR_MS;
  const untilTurnMs = ((place - serving_number) / Math.max(1, admitted_per_minute)) * 60_000;
  return Math.floor(Math.min(POLL_FAR_MS, Math.max(POLL_NEAR_MS, untilTurnMs * POLL_SHARE)));
}

function stateOf(
  event: Event,
  room: WaitingRoom,
  reading: DoorsReading,
  wallNowMs: number,
): WaitingRoomState {
  const { saleOpensAt, saleClosesAt } = event;
  if (saleClosesAt !== null && wallNowMs >= saleClosesAt) return 'closed';
  if (saleOpensAt !== null && wallNowMs < saleOpensAt) {
    return wallNowMs < saleOpensAt - room.preQueueMs ? 'closed' : 'pre_queue';
  }
  if (!reading.isFresh) return 'stalled';
  return room.isPaused || event.rules.salePaused ? 'paused' : 'open';
}

function momentOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
