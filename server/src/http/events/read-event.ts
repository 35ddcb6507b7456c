import type { EventInput } from '@jari/contract';
import type { EventDescription, EventRules } from '../../domain/event.ts';
import type { HallLayout } from '../../domain/hall-layout.ts';
import type { PlanSummary } from '../../ports/ledger.ts';
import { invalid } from '../problem.ts';
import { readWaitingRoom, type RoomReading } from './read-waiting-room.ts';

type Text = EventInput['title'];

/** What the id of every rehearsal begins with. */
export const REHEARSAL_ID_PREFIX = 'rehearsal-';

/** What an event is checked against. */
export interface EventReading extends RoomReading {
  /** Of rules that are left out. */
  readonly defaultRules: EventRules;
  readonly findPlan: (planId: string) => Promise<PlanSummary | undefined>;
}

/** The event that the organiser describes. Refuses with the field that is wrong. */
export async function readEvent(
  eventId: string,
  input: EventInput,
  reading: EventReading,
): Promise<EventDescription> {
  const { defaultRules, findPlan } = reading;
  const { rules = {} } = input;
  const times = readTimes(input);
  const { layout, categories } = await readHall(input, findPlan);
  return {
    eventId,
    title: readText('title', input.title),
    venue: readText('venue', input.venue),
    ...times,
    layout,
    ...readPrices(input, categories),
    rules: {
      holdTtlMs:
        rules.hold_ttl_seconds === undefined ? defaultRules.holdTtlMs : rules.hold_ttl_seconds * 1000,
      holdExtensions: rules.hold_extensions ?? defaultRules.holdExtensions,
      maxSeatsPerUser: rules.max_seats_per_user ?? defaultRules.maxSeatsPerUser,
      noSingleSeats: rules.no_single_seats ?? defaultRules.noSingleSeats,
      personalDataDays: rules.personal_data_days ?? defaultRules.personalDataDays,
      ...readMark(eventId, rules.is_rehearsal, reading.known),
      // Mostly paused and resumed by itself, so whoever changes a title and says nothing of it changes nothing of it.
      salePaused:
        input.sale_paused ?? reading.known?.seatMap.event.rules.salePaused ?? defaultRules.salePaused,
      waitingRoom: await readWaitingRoom(input.waiting_room ?? null, times.saleOpensAt, reading),
    },
  };
}

/**
 * Whether this is a rehearsal: said when the event is made and then never changed, or seats that somebody has bought
 * could come to mean nothing. Its id shows it, so that nobody takes one for the other in a log or an address.
 */
function readMark(
  eventId: string,
  wanted: boolean | undefined,
  known: EventReading['known'],
): Pick<EventRules, 'isRehearsal'> {
  const isNow = known?.seatMap.event.rules.isRehearsal;
  if (known !== undefined && wanted !== undefined && wanted !== (isNow ?? false)) {
    throw invalid('rules.is_rehearsal', 'cannot be changed once the event exists');
  }
  const isRehearsal = known === undefined ? wanted : isNow;
  if (isRehearsal !== true) return {};
  if (!eventId.startsWith(REHEARSAL_ID_PREFIX)) {
    throw invalid('rules.is_rehearsal', `needs an event id that begins with ${REHEARSAL_ID_PREFIX}`);
  }
  return { isRehearsal };
}

/** When it is and when it is sold. Refuses with the field that is wrong. */
export function readTimes(
  input: Pick<EventInput, 'starts_at' | 'ends_at' | 'sale_opens_at' | 'sale_closes_at'>,
): Pick<EventDescription, 'startsAt' | 'endsAt' | 'saleOpensAt' | 'saleClosesAt'> {
  const startsAt = readTime('starts_at', input.starts_at);
  const endsAt = readOptionalTime('ends_at', input.ends_at);
  const saleOpensAt = readOptionalTime('sale_opens_at', input.sale_opens_at);
  const saleClosesAt = readOptionalTime('sale_closes_at', input.sale_closes_at);
  if (endsAt !== null && endsAt <= startsAt) throw invalid('ends_at', 'must be after starts_at');
  if (saleClosesAt !== null && saleOpensAt !== null && saleClosesAt <= saleOpensAt) {
    throw invalid('sale_closes_at', 'must be after sale_opens_at');
  }
  return { startsAt, endsAt, saleOpensAt, saleClosesAt };
}

async function readHall(
  { hall, plan }: EventInput,
  findPlan: EventReading['findPlan'],
): Promise<{ layout: HallLayout; categories: readonly string[] }> {
  if (plan === undefined) {
    if (hall === undefined) throw invalid('hall', 'is missing, and so is plan: one of them is needed');
    return { layout: { rows: hall.rows, seatsPerRow: hall.seats_per_row }, categories: ['standard'] };
  }
  if (hall !== undefined) throw invalid('plan', 'cannot be given together with hall');
  const known = await findPlan(plan);
  if (known === undefined) throw invalid('plan', 'is not known here; import it first');
  const layout = { planId: known.id, seatCount: known.seat_count };
  return { layout, categories: known.categories.map(({ name }) => name) };
}

function readPrices(
  { currency = null, prices = {} }: EventInput,
  categories: readonly string[],
): Pick<EventDescription, 'currency' | 'prices'> {
  for (const category of Object.keys(prices)) {
    if (!categories.includes(category)) {
      throw invalid(`prices.${category}`, `is no category of the hall; it has ${categories.join(', ')}`);
    }
  }
  if (currency === null && Object.keys(prices).length > 0) {
    throw invalid('currency', 'is missing, and prices mean nothing without it');
  }
  if (currency !== null && !currencies.has(currency)) throw invalid('currency', 'is no currency of ISO 4217');
  return { currency, prices };
}

const currencies = new Set(Intl.supportedValuesOf('currency'));

function readText(field: string, text: Text): Text {
  if (typeof text === 'string') return readLine(field, text);
  const { ko, en } = text;
  return {
    ...(ko === undefined ? {} : { ko: readLine(`${field}.ko`, ko) }),
    ...(en === undefined ? {} : { en: readLine(`${field}.en`, en) }),
  };
}

function readLine(field: string, text: string): string {
  const trimmed = text.normalize('NFC').trim();
  // PostgreSQL's text cannot hold U+0000, and nothing here should hold its relatives.
  if (trimmed === '' || /[\p{Cc}\p{Cs}]/u.test(trimmed)) throw invalid(field, 'must be one line of text');
  return trimmed;
}

function readOptionalTime(field: string, text: string | null | undefined): number | null {
  return text === null || text === undefined ? null : readTime(field, text);
}

/** The pattern of a date-time also fits days that do not exist. */
function readTime(field: string, text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw invalid(field, 'is not a moment in time');
  return ms;
}
