import type { EventDetails, EventInput, WaitingRoomInput } from '@jari/contract';
import { toMinorUnits } from './amounts.ts';
import type { EventDraft } from './event-draft.ts';
import { fromZoned, toZoned } from './zoned-time.ts';

/** What can be wrong with a field, as far as it can be said without the server. */
export type Fault =
  | 'missing'
  | 'bad_id'
  | 'long'
  | 'bad_time'
  | 'not_after_start'
  | 'not_after_opening'
  | 'bad_price'
  | { readonly min: number; readonly max: number };

/** A field of the form: one of the draft's, or `prices.<category>`. */
export type FieldName = Exclude<keyof EventDraft, 'prices'> | `prices.${string}`;
export type Faults = Readonly<Partial<Record<FieldName, Fault>>>;

export interface Checked {
  readonly faults: Faults;
  /** Undefined as long as something is wrong. */
  readonly input: EventInput | undefined;
}

/** When an event and its sale begin and end as it is stored: to the millisecond, where the form shows minutes. */
export type StoredTimes = Pick<EventDetails, 'starts_at' | 'ends_at' | 'sale_opens_at' | 'sale_closes_at'>;

const TIMES = {
  startsAt: 'starts_at',
  endsAt: 'ends_at',
  saleOpensAt: 'sale_opens_at',
  saleClosesAt: 'sale_closes_at',
} as const;

const ID = /^[a-z0-9][a-z0-9_-]{0,63}$/;
const TEXT_MAX = 200;
const limits = {
  rows: [1, 500],
  seatsPerRow: [1, 500],
  holdTtlSeconds: [1, 86_400],
  holdExtensions: [0, 100],
  maxSeatsPerUser: [1, 100],
  personalDataDays: [0, 3_650],
  admittedPerMinute: [1, 1_000_000],
  activeMax: [1, 1_000_000],
  turnTtlMinutes: [1 / 6, 1_440],
  preQueueMinutes: [0, 10_080],
  proofOfWorkBits: [0, 24],
} as const satisfies Partial<Record<FieldName, readonly [number, number]>>;
export type NumberFieldName = keyof typeof limits;

/**
 * What is wrong with a draft and, when nothing is, what it says to the API.
 *
 * @param categories of the hall that is chosen
 * @param stored times that are not changed stay what they are, as that of a sale that was opened by hand
 */
export function checkDraft(
  draft: EventDraft,
  timeZone: string,
  categories: readonly string[],
  stored?: StoredTimes,
): Checked {
  const faults: Partial<Record<FieldName, Fault>> = {};
  const wrong = (field: FieldName, fault: Fault) => void (faults[field] ??= fault);

  if (draft.id === '') wrong('id', 'missing');
  else if (!ID.test(draft.id)) wrong('id', 'bad_id');

  const text = (field: 'title' | 'venue') => {
    const [ko, en] = [draft[`${field}Ko`].trim(), draft[`${field}En`].trim()];
    if (ko === '' && en === '') wrong(`${field}Ko`, 'missing');
    if (ko.length > TEXT_MAX) wrong(`${field}Ko`, 'long');
    if (en.length > TEXT_MAX) wrong(`${field}En`, 'long');
    if (ko === '' || en === '') return ko || en;
    return { ko, en };
  };

  const moment = (field: keyof typeof TIMES) => {
    if (draft[field] === '') return null;
    const known = stored?.[TIMES[field]] ?? null;
    if (known !== null && toZoned(known, timeZone) === draft[field]) return known;
    const iso = fromZoned(draft[field], timeZone);
    if (iso === undefined) wrong(field, 'bad_time');
    return iso ?? null;
  };

  const number = (field: keyof typeof limits) => {
    const [min, max] = limits[field];
    const value = Number(draft[field]);
    // A number of seconds need not be a round part of a minute: 31 of them are 0.5166666666666667 minutes.
    const isRound = field === 'turnTtlMinutes' ? isNearlyWhole(value * 60) : Number.isInteger(value);
    if (draft[field].trim() === '') wrong(field, 'missing');
    else if (!isRound || value < min || value > max) wrong(field, { min: Math.ceil(min), max });
    return value;
  };

  const [startsAt, endsAt] = [moment('startsAt'), moment('endsAt')];
  const opensAt = draft.isOpenedByHand ? null : moment('saleOpensAt');
  const closesAt = moment('saleClosesAt');
  if (startsAt === null) wrong('startsAt', 'missing');
  if (startsAt !== null && endsAt !== null && endsAt <= startsAt) wrong('endsAt', 'not_after_start');
  if (opensAt !== null && closesAt !== null && closesAt <= opensAt)
    wrong('saleClosesAt', 'not_after_opening');

  const hall =
    draft.hallKind === 'plan'
      ? { plan: draft.planId }
      : { hall: { rows: number('rows'), seats_per_row: number('seatsPerRow') } };
  if (draft.hallKind === 'plan' && draft.planId === '') wrong('planId', 'missing');

  const { currency } = draft;
  const prices: Record<string, number> = {};
  for (const category of currency === '' ? [] : categories) {
    const typed = (draft.prices[category] ?? '').trim();
    if (typed === '') continue;
    const price = toMinorUnits(typed, currency);
    if (price === undefined || price > 1_000_000_000_000) wrong(`prices.${category}`, 'bad_price');
    else prices[category] = price;
  }

  const waitingRoom: WaitingRoomInput | null = draft.hasRoom
    ? {
        admitted_per_minute: number('admittedPerMinute'),
        active_max: number('activeMax'),
        turn_ttl_seconds: Math.round(number('turnTtlMinutes') * 60),
        pre_queue_minutes: number('preQueueMinutes'),
        order: draft.order,
        proof_of_work_bits: number('proofOfWorkBits'),
      }
    : null;

  const input: EventInput = {
    title: text('title'),
    venue: text('venue'),
    starts_at: startsAt ?? '',
    ends_at: endsAt,
    sale_opens_at: opensAt,
    sale_closes_at: closesAt,
    ...(draft.isOpenedByHand ? { sale_paused: true } : {}),
    ...hall,
    currency: currency === '' ? null : currency,
    prices,
    rules: {
      hold_ttl_seconds: number('holdTtlSeconds'),
      hold_extensions: number('holdExtensions'),
      max_seats_per_user: number('maxSeatsPerUser'),
      no_single_seats: draft.noSingleSeats,
      personal_data_days: number('personalDataDays'),
    },
    waiting_room: waitingRoom,
  };
  return { faults, input: Object.keys(faults).length === 0 ? input : undefined };
}

function isNearlyWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 1e-6;
}

const byServerName: Readonly<Record<string, FieldName>> = {
  event: 'id',
  title: 'titleKo',
  'title.ko': 'titleKo',
  'title.en': 'titleEn',
  venue: 'venueKo',
  'venue.ko': 'venueKo',
  'venue.en': 'venueEn',
  starts_at: 'startsAt',
  ends_at: 'endsAt',
  sale_opens_at: 'saleOpensAt',
  sale_closes_at: 'saleClosesAt',
  plan: 'planId',
  hall: 'rows',
  'hall.rows': 'rows',
  'hall.seats_per_row': 'seatsPerRow',
  currency: 'currency',
  'rules.hold_ttl_seconds': 'holdTtlSeconds',
  'rules.hold_extensions': 'holdExtensions',
  'rules.max_seats_per_user': 'maxSeatsPerUser',
  'rules.no_single_seats': 'noSingleSeats',
  'rules.personal_data_days': 'personalDataDays',
  waiting_room: 'hasRoom',
  'waiting_room.admitted_per_minute': 'admittedPerMinute',
  'waiting_room.active_max': 'activeMax',
  'waiting_room.turn_ttl_seconds': 'turnTtlMinutes',
  'waiting_room.pre_queue_minutes': 'preQueueMinutes',
  'waiting_room.order': 'order',
  'waiting_room.proof_of_work_bits': 'proofOfWorkBits',
};

/** Which field of the form the server means. Undefined: none of them, so it is said above the form. */
export function fieldNamed(serverName: string): FieldName | undefined {
  if (serverName.startsWith('prices.')) return `prices.${serverName.slice('prices.'.length)}`;
  return byServerName[serverName];
}
