import type { EventDetails, EventSummary, WaitingRoomInput } from '@jari/contract';
import type { Event, WaitingRoom } from '../domain/event.ts';
import { seatCountOf } from '../domain/hall-layout.ts';
import { lowestPrice } from '../domain/prices.ts';
import { saleStatus } from '../domain/sale.ts';

/** An event as everybody may see it. Its times are to be shown in `timeZone`, wherever the visitor is. */
export function eventJson(event: Event, timeZone: string, wallNow: number): EventDetails {
  return {
    ...lastingEventJson(event, timeZone),
    server_time: isoTime(wallNow),
    sale: saleStatus(event, wallNow),
  };
}

/** An event as lists show it. */
export function eventSummaryJson(
  event: Event,
  timeZone: string,
  wallNow: number,
  seatsLeft: number,
): EventSummary {
  return {
    ...eventJson(event, timeZone, wallNow),
    seat_count: seatCountOf(event.layout),
    seats_left: seatsLeft,
    price_from: lowestPrice(event.prices) ?? null,
  };
}

/** What stays as it is until the organiser changes it. */
export function lastingEventJson(event: Event, timeZone: string): Omit<EventDetails, 'server_time' | 'sale'> {
  const { layout, rules } = event;
  return {
    id: event.eventId,
    title: event.title,
    venue: event.venue,
    starts_at: isoTime(event.startsAt),
    ends_at: isoTimeOrNull(event.endsAt),
    time_zone: timeZone,
    sale_opens_at: isoTimeOrNull(event.saleOpensAt),
    sale_closes_at: isoTimeOrNull(event.saleClosesAt),
    hall: 'planId' in layout ? null : { rows: layout.rows, seats_per_row: layout.seatsPerRow },
    plan: 'planId' in layout ? { id: layout.planId, seat_count: layout.seatCount } : null,
    currency: event.currency,
    prices: event.prices,
    rules: {
      hold_ttl_seconds: rules.holdTtlMs / 1000,
      hold_extensions: rules.holdExtensions,
      max_seats_per_user: rules.maxSeatsPerUser,
      no_single_seats: rules.noSingleSeats,
    },
    waiting_room: rules.waitingRoom && waitingRoomJson(rules.waitingRoom),
  };
}

function waitingRoomJson(room: WaitingRoom): WaitingRoomInput {
  return {
    admitted_per_minute: room.admittedPerMinute,
    active_max: room.activeMax,
    turn_ttl_seconds: room.turnTtlMs / 1_000,
    pre_queue_minutes: room.preQueueMs / 60_000,
    order: room.order,
    proof_of_work_bits: room.proofOfWorkBits,
  };
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

function isoTimeOrNull(ms: number | null): string | null {
  return ms === null ? null : isoTime(ms);
}
