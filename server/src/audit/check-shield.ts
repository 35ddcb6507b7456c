import type { HoldShield, ShieldKey } from '../ports/hold-shield.ts';
import type { Findings } from './findings.ts';
import type { AuditedHall } from './hall-copy.ts';

/** How many keys are read at a time: Redis does nothing else meanwhile, for about half a millisecond. */
const KEYS_AT_ONCE = 500;
/** When a key that is not as it should be is looked at again: most were only on their way, so soon at first. */
const LOOKS_AGAIN_AFTER_MS = [50, 150, 400, 800];
/** A key is written in whole milliseconds and after the fact, and two clocks run at their own pace. */
const TOLERANCE_MS = 1_500;

/** What is wrong with a key, and all that must stay as it is for it to count. */
interface Suspicion {
  readonly what: string;
  readonly mark: string;
}

/**
 * Compares the hold keys in Redis with the holds in memory. Keys are written after the fact, so that one that differs
 * proves nothing: it counts when seat and key have both stayed as they were over several looks.
 */
export async function checkShield(
  hall: AuditedHall,
  eventId: string,
  shield: HoldShield,
  findings: Findings,
  wait: (ms: number) => Promise<void>,
): Promise<number> {
  const suspects = new Map<number, Suspicion>();
  const { seatCount } = hall.seatMap;
  let lastingKeys = 0;
  for (let first = 1; first <= seatCount; first += KEYS_AT_ONCE) {
    const length = Math.min(KEYS_AT_ONCE, seatCount - first + 1);
    const reading = await shield.look(
      eventId,
      Array.from({ length }, (_, i) => first + i),
    );
    lastingKeys = reading.lastingKeys;
    for (const key of reading.keys) suspect(suspects, hall, key);
  }
  for (const afterMs of LOOKS_AGAIN_AFTER_MS) {
    if (suspects.size === 0 && lastingKeys === 0) break;
    await wait(afterMs);
    lastingKeys = await lookAgain(hall, eventId, shield, suspects);
  }
  for (const [seatId, { what }] of suspects) findings.add('holds_in_redis', 'derived', what, { seatId });
  if (lastingKeys > 0) findings.add('holds_in_redis', 'derived', 'a key of the event would stay for ever');
  return seatCount;
}

async function lookAgain(
  hall: AuditedHall,
  eventId: string,
  shield: HoldShield,
  suspects: Map<number, Suspicion>,
): Promise<number> {
  const seatIds = [...suspects.keys()];
  let lastingKeys = 0;
  // Once also where no seat is suspected, for the event's other keys.
  for (let i = 0; i === 0 || i < seatIds.length; i += KEYS_AT_ONCE) {
    const reading = await shield.look(eventId, seatIds.slice(i, i + KEYS_AT_ONCE));
    lastingKeys = reading.lastingKeys;
    for (const key of reading.keys) {
      const before = suspects.get(key.seatId);
      suspects.delete(key.seatId);
      const now = suspicionOf(hall, key);
      if (now !== undefined && now.mark === before?.mark) suspects.set(key.seatId, now);
    }
  }
  return lastingKeys;
}

function suspect(suspects: Map<number, Suspicion>, hall: AuditedHall, key: ShieldKey): void {
  const suspicion = suspicionOf(hall, key);
  if (suspicion !== undefined) suspects.set(key.seatId, suspicion);
}

function suspicionOf(hall: AuditedHall, key: ShieldKey): Suspicion | undefined {
  const { seatMap } = hall;
  const { seatId, userId } = key;
  const holder = seatMap.stateOf(seatId) === 'held' ? seatMap.ownerOf(seatId) : undefined;
  const hold = holder === undefined ? undefined : seatMap.hold(holder);
  const leftMs = hold === undefined ? 0 : hold.expiresAt - hall.time().now;
  const what = wrongWith(key, hold?.userId, leftMs);
  return what === undefined
    ? undefined
    : { what, mark: JSON.stringify([what, userId, hold?.userId, hold?.expiresAt]) };
}

function wrongWith(
  { userId, leftMs }: ShieldKey,
  holder: string | undefined,
  holdLeftMs: number,
): string | undefined {
  if (userId === undefined) {
    return holder !== undefined && holdLeftMs > TOLERANCE_MS ? 'a held seat has no key' : undefined;
  }
  if (leftMs === -1) return 'a hold key would stay for ever';
  if (holder === undefined) return 'a seat that is not held has a key';
  if (userId !== holder) return 'a hold key names another than who holds the seat';
  return leftMs > holdLeftMs + TOLERANCE_MS ? 'a hold key outlives its hold' : undefined;
}
