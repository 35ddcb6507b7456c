import type { EventDetails, WaitingRoomInput } from '@jari/contract';
import { toTyped } from './amounts.ts';
import { toZoned } from './zoned-time.ts';

/**
 * An event as it stands in the form: everything as it was typed, so that a draft can be kept and given back letter
 * by letter. check-draft.ts says what is wrong with it and makes of it what the API takes.
 */
export interface EventDraft {
  id: string;
  titleKo: string;
  titleEn: string;
  venueKo: string;
  venueEn: string;
  startsAt: string;
  endsAt: string;
  saleOpensAt: string;
  saleClosesAt: string;
  /** Of a new event: nobody takes seats until somebody presses the button. */
  isOpenedByHand: boolean;
  hallKind: 'plan' | 'grid';
  planId: string;
  rows: string;
  seatsPerRow: string;
  /** Empty: nothing is said about prices. */
  currency: string;
  /** By category of the hall. */
  prices: Record<string, string>;
  holdTtlSeconds: string;
  holdExtensions: string;
  maxSeatsPerUser: string;
  noSingleSeats: boolean;
  personalDataDays: string;
  hasRoom: boolean;
  admittedPerMinute: string;
  activeMax: string;
  turnTtlMinutes: string;
  preQueueMinutes: string;
  order: WaitingRoomInput['order'];
  proofOfWorkBits: string;
}

/** What a new event begins with: the server's own defaults, and a waiting room that suits a hall of some hundreds. */
export function newDraft(): EventDraft {
  return {
    id: '',
    titleKo: '',
    titleEn: '',
    venueKo: '',
    venueEn: '',
    startsAt: '',
    endsAt: '',
    saleOpensAt: '',
    saleClosesAt: '',
    isOpenedByHand: false,
    hallKind: 'plan',
    planId: '',
    rows: '10',
    seatsPerRow: '20',
    currency: 'KRW',
    prices: {},
    holdTtlSeconds: '120',
    holdExtensions: '2',
    maxSeatsPerUser: '4',
    noSingleSeats: false,
    personalDataDays: '30',
    hasRoom: false,
    admittedPerMinute: '60',
    activeMax: '200',
    turnTtlMinutes: '10',
    preQueueMinutes: '30',
    order: 'shuffle',
    proofOfWorkBits: '0',
  };
}

/** The form of an event that exists. */
export function draftOf(event: EventDetails): EventDraft {
  const blank = newDraft();
  const { time_zone: zone, currency, rules, waiting_room: room } = event;
  const time = (iso: string | null) => (iso === null ? '' : toZoned(iso, zone));
  return {
    ...blank,
    id: event.id,
    titleKo: inKorean(event.title),
    titleEn: inEnglish(event.title),
    venueKo: inKorean(event.venue),
    venueEn: inEnglish(event.venue),
    startsAt: time(event.starts_at),
    endsAt: time(event.ends_at),
    saleOpensAt: time(event.sale_opens_at),
    saleClosesAt: time(event.sale_closes_at),
    hallKind: event.plan === null ? 'grid' : 'plan',
    planId: event.plan?.id ?? '',
    rows: String(event.hall?.rows ?? blank.rows),
    seatsPerRow: String(event.hall?.seats_per_row ?? blank.seatsPerRow),
    currency: currency ?? '',
    prices: Object.fromEntries(
      Object.entries(event.prices).map(([category, price]) => [category, toTyped(price, currency ?? '')]),
    ),
    holdTtlSeconds: String(rules.hold_ttl_seconds),
    holdExtensions: String(rules.hold_extensions),
    maxSeatsPerUser: String(rules.max_seats_per_user),
    noSingleSeats: rules.no_single_seats,
    personalDataDays: String(rules.personal_data_days),
    ...(room === null ? {} : roomDraft(room)),
  };
}

/** The form of a new event like an existing one: the same in all but what makes it another evening. */
export function copyOf(event: EventDetails, takenIds: readonly string[]): EventDraft {
  const draft = { ...draftOf(event), startsAt: '', endsAt: '', saleOpensAt: '', saleClosesAt: '' };
  const stem = event.id.replace(/-\d+$/, '').slice(0, 58);
  let number = 2;
  while (takenIds.includes(`${stem}-${number}`)) number++;
  return { ...draft, id: `${stem}-${number}` };
}

function roomDraft(room: WaitingRoomInput): Partial<EventDraft> {
  return {
    hasRoom: true,
    admittedPerMinute: String(room.admitted_per_minute),
    activeMax: String(room.active_max),
    turnTtlMinutes: String(room.turn_ttl_seconds / 60),
    preQueueMinutes: String(room.pre_queue_minutes),
    order: room.order,
    proofOfWorkBits: String(room.proof_of_work_bits ?? 0),
  };
}

type Text = EventDetails['title'];

/** A text that is the same for everybody stands in the first field, and the second is empty. */
function inKorean(text: Text): string {
  return typeof text === 'string' ? text : (text.ko ?? '');
}

function inEnglish(text: Text): string {
  return typeof text === 'string' ? '' : (text.en ?? '');
}
