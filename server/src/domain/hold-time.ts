import type { EventRules } from './event.ts';
import type { Refusal } from './refusal.ts';
import { LOST_HOLD_MEMORY_MS, type EndedHold } from './user-place.ts';

/**
 * The rule about how long one user may keep a seat from others: no longer, however often it is given back or
 * runs out and is taken again, than one hold with all its extensions.
 *
 *   first hold … │ given back │ goes on with the time left … │ ran out │ one extension more … │ ran out │ rests …
 *
 * A seat that its user takes again goes on with the time it had left, and with the extensions it had used. Where that
 * time is over, or nearly, taking it again uses an extension as asking for one would have. When none is left the
 * seat rests: its former user cannot hold it (reserving it at once remains possible) until others have had as
 * long as a hold lasts to take it. After that it is a seat like any other.
 */
export interface HoldTime {
  readonly expiresAt: number;
  readonly extensionsUsed: number;
}

/** Seats that one user has given back and that still count, at most so many times what one user may have. */
const CHANGES_OF_MIND_MAX = 50;

/** How long after its time was over a seat is not new to its former user. */
export function restMs({ holdTtlMs }: EventRules): number {
  return Math.min(holdTtlMs, LOST_HOLD_MEMORY_MS);
}

/**
 * The time that a hold has once `added` belong to it: the full time where all of them are new to its user, else the
 * least that any of its seats has left, because all seats of a hold end together. So none wins time by joining others.
 *
 * @param running the time of the hold that they join, if there is one
 * @param ended what the user held before
 */
export function timeFor(
  added: readonly number[],
  running: HoldTime | undefined,
  ended: readonly EndedHold[],
  rules: EventRules,
  now: number,
): HoldTime {
  let least = running;
  for (const each of ended) {
    if (!isNear(each, rules, now) || !each.seatIds.some((id) => added.includes(id))) continue;
    const time = continued(each, rules, now);
    least = {
      expiresAt: Math.min(least?.expiresAt ?? Infinity, time.expiresAt),
      extensionsUsed: Math.max(least?.extensionsUsed ?? 0, time.extensionsUsed),
    };
  }
  return least ?? { expiresAt: Math.ceil(now + rules.holdTtlMs), extensionsUsed: 0 };
}

/** The seats that the user has had for as long as one may, and until when others come first. */
export function resting(
  ended: readonly EndedHold[],
  rules: EventRules,
  now: number,
): { readonly seatIds: readonly number[]; readonly endsAt: number }[] {
  return ended
    .filter((each) => isNear(each, rules, now) && now >= each.expiresAt && !canBeExtended(each, rules))
    .map(({ seatIds, expiresAt }) => ({ seatIds, endsAt: expiresAt + restMs(rules) }));
}

/** Seats that rest cannot be held. */
export function areNotResting(
  seatIds: readonly number[],
  ended: readonly EndedHold[],
  rules: EventRules,
  now: number,
): Refusal | undefined {
  const inTheWay = resting(ended, rules, now).filter((each) =>
    each.seatIds.some((id) => seatIds.includes(id)),
  );
  if (inTheWay.length === 0) return undefined;
  const named = seatIds.filter((id) => inTheWay.some((each) => each.seatIds.includes(id)));
  const endsAt = Math.max(...inTheWay.map((each) => each.endsAt));
  return { refused: 'hold_expired', seatIds: named, retryInMs: endsAt - now };
}

/**
 * Who has given back a great many seats gets no other until they are forgotten: so that the memory of them stays
 * small, and nobody can make it lose the oldest.
 */
export function changesOfMindRemain(
  ended: readonly EndedHold[],
  rules: EventRules,
  now: number,
): Refusal | undefined {
  const near = ended.filter((each) => isNear(each, rules, now));
  const seatCount = near.reduce((sum, { seatIds }) => sum + seatIds.length, 0);
  if (seatCount < CHANGES_OF_MIND_MAX * rules.maxSeatsPerUser) return undefined;
  const soonest = Math.min(...near.map(({ expiresAt }) => expiresAt + restMs(rules)));
  return { refused: 'rate_limited', retryInMs: soonest - now };
}

function isNear({ expiresAt }: EndedHold, rules: EventRules, now: number): boolean {
  return now < expiresAt + restMs(rules);
}

function canBeExtended({ extensionsUsed }: EndedHold, { holdExtensions }: EventRules): boolean {
  return extensionsUsed < holdExtensions;
}

/** Less than a quarter of a hold's time is little to fill in a form with, so an extension is used, if there is one. */
function continued(ended: EndedHold, rules: EventRules, now: number): HoldTime {
  const { expiresAt, extensionsUsed } = ended;
  const leftMs = Math.max(0, expiresAt - now);
  if (leftMs >= rules.holdTtlMs / 4 || !canBeExtended(ended, rules)) return { expiresAt, extensionsUsed };
  return { expiresAt: Math.ceil(now + leftMs + rules.holdTtlMs), extensionsUsed: extensionsUsed + 1 };
}
