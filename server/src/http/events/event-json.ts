import type { EventDetails, EventInput } from '@jari/contract';
import type { Event, EventDescription, EventRules } from '../../domain/event.ts';
import { GridHall } from '../../domain/hall.ts';
import { ProblemError } from '../problem.ts';

/** An event as everybody may see it. Its times are to be shown in `timeZone`, wherever the visitor is. */
export function eventJson(event: Event, timeZone: string): EventDetails {
  return {
    id: event.eventId,
    title: event.title,
    venue: event.venue,
    starts_at: new Date(event.startsAt).toISOString(),
    time_zone: timeZone,
    sale_opens_at: event.saleOpensAt === null ? null : new Date(event.saleOpensAt).toISOString(),
    hall: { rows: event.hall.layout.rows, seats_per_row: event.hall.layout.seatsPerRow },
    rules: {
      hold_ttl_seconds: event.rules.holdTtlMs / 1000,
      hold_extensions: event.rules.holdExtensions,
      max_seats_per_user: event.rules.maxSeatsPerUser,
    },
  };
}

/** The event that the organiser describes; rules that are left out are the server's defaults. */
export function readEvent(eventId: string, input: EventInput, defaults: EventRules): EventDescription {
  const { rules = {}, sale_opens_at: saleOpensAt = null } = input;
  return {
    eventId,
    title: readText('title', input.title),
    venue: readText('venue', input.venue),
    startsAt: readTime('starts_at', input.starts_at),
    saleOpensAt: saleOpensAt === null ? null : readTime('sale_opens_at', saleOpensAt),
    hall: new GridHall({ rows: input.hall.rows, seatsPerRow: input.hall.seats_per_row }),
    rules: {
      holdTtlMs: rules.hold_ttl_seconds === undefined ? defaults.holdTtlMs : rules.hold_ttl_seconds * 1000,
      holdExtensions: rules.hold_extensions ?? defaults.holdExtensions,
      maxSeatsPerUser: rules.max_seats_per_user ?? defaults.maxSeatsPerUser,
    },
  };
}

function readText(field: string, text: string): string {
  const trimmed = text.normalize('NFC').trim();
  // PostgreSQL's text cannot hold U+0000, and nothing here should hold its relatives.
  if (trimmed === '' || /[\p{Cc}\p{Cs}]/u.test(trimmed)) {
    throw new ProblemError('validation', { errors: [{ field, message: 'must be one line of text' }] });
  }
  return trimmed;
}

/** The pattern of a date-time also fits days that do not exist. */
function readTime(field: string, text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) {
    throw new ProblemError('validation', { errors: [{ field, message: 'is not a moment in time' }] });
  }
  return ms;
}
