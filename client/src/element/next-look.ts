import type { EventDetails } from '@jari/contract';

/** How often it is looked whether a paused sale goes on. */
const LOOK_AGAIN_MS = 15_000;
const SHORTEST_LOOK_MS = 1_000;
/** Timers hold 24 days at most; whoever waits longer looks again then. */
const TIMER_MAX_MS = 2_000_000_000;

/**
 * How long until it is asked again whether an event is on sale; undefined when it will not be any more. By the server's
 * clock alone: the device's may say what it likes.
 */
export function untilNextLookMs({
  sale,
  sale_opens_at: opensAt,
  server_time: now,
}: Pick<EventDetails, 'sale' | 'sale_opens_at' | 'server_time'>): number | undefined {
  if (sale === 'closed') return undefined;
  const untilOpenMs = opensAt === null ? LOOK_AGAIN_MS : Date.parse(opensAt) - Date.parse(now);
  const waitMs = sale === 'paused' ? LOOK_AGAIN_MS : Math.min(untilOpenMs, TIMER_MAX_MS);
  return Math.max(SHORTEST_LOOK_MS, waitMs);
}
