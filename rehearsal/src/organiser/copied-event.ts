import type { EventDetails, EventInput, WaitingRoomInput } from '@jari/contract';

export interface RoomWish {
  readonly admittedPerMinute?: number | undefined;
  readonly activeMax?: number | undefined;
}

/** A waiting room that an arena's sale can do with, for those who bring none. */
export const USUAL_ROOM: WaitingRoomInput = {
  admitted_per_minute: 3_600,
  active_max: 800,
  turn_ttl_seconds: 60,
  pre_queue_minutes: 60,
  order: 'shuffle',
};

/** What the organiser puts for a rehearsal of an event: the same hall, prices and rules, and other times. */
export function copyOf(
  { title, venue, hall, plan, currency, prices, rules, waiting_room: room }: EventDetails,
  opensAt: number,
): EventInput {
  return {
    title: rehearsalTitle(title),
    venue,
    ...times(opensAt),
    ...(hall === null ? {} : { hall }),
    ...(plan === null ? {} : { plan: plan.id }),
    currency,
    prices,
    rules: { ...rules, is_rehearsal: true },
    waiting_room: room && roomFor(room, opensAt),
  };
}

/** What the organiser puts for a hall that no event has. */
export function eventIn(
  hall: Pick<EventInput, 'hall' | 'plan' | 'currency' | 'prices'>,
  opensAt: number,
  { admittedPerMinute, activeMax }: RoomWish = {},
): EventInput {
  return {
    title: rehearsalTitle({ ko: '개막 공연', en: 'Opening night' }),
    venue: { ko: '큰 공연장', en: 'The arena' },
    ...times(opensAt),
    ...hall,
    rules: { hold_ttl_seconds: 30, max_seats_per_user: 4, is_rehearsal: true },
    waiting_room: roomFor(
      {
        ...USUAL_ROOM,
        ...(admittedPerMinute === undefined ? {} : { admitted_per_minute: admittedPerMinute }),
        ...(activeMax === undefined ? {} : { active_max: activeMax }),
      },
      opensAt,
    ),
  };
}

/** The same event after its end: nobody can buy any more. */
export function closed(input: EventInput, now: number): EventInput {
  const hasOpened = Date.parse(input.sale_opens_at ?? '') < now;
  return {
    ...input,
    sale_opens_at: hasOpened ? (input.sale_opens_at ?? null) : null,
    sale_closes_at: new Date(now).toISOString(),
  };
}

const DAY_MS = 86_400_000;

function times(opensAt: number): Pick<EventInput, 'starts_at' | 'sale_opens_at'> {
  return {
    starts_at: new Date(opensAt + 30 * DAY_MS).toISOString(),
    sale_opens_at: new Date(opensAt).toISOString(),
  };
}

/**
 * The line has to form at once, however long before a real opening it would. Nobody proves work: that is what the
 * visitors' own devices do, and one machine would have to do it for all of them.
 */
function roomFor(room: WaitingRoomInput, opensAt: number): WaitingRoomInput {
  const neededMinutes = Math.ceil((opensAt - Date.now()) / 60_000) + 1;
  return {
    ...room,
    pre_queue_minutes: Math.max(room.pre_queue_minutes, neededMinutes),
    proof_of_work_bits: 0,
  };
}

function rehearsalTitle(title: EventDetails['title']): EventDetails['title'] {
  const { ko, en } = typeof title === 'string' ? { ko: title, en: title } : title;
  return {
    ...(ko === undefined ? {} : { ko: `리허설 · ${ko}`.slice(0, 200) }),
    ...(en === undefined ? {} : { en: `REHEARSAL · ${en}`.slice(0, 200) }),
  };
}
