import Type, { type Static } from 'typebox';

/** What a seat can be. `blocked`: taken off sale by the organiser. */
export const SeatState = Type.Enum(['available', 'held', 'reserved', 'blocked']);
export type SeatState = Static<typeof SeatState>;

/** A seat's number within its event, 1…n. */
export const SeatId = Type.Integer({ minimum: 1, maximum: 2_147_483_647 });

/** The most seats one request may name; an event's own limit is usually far lower. */
export const SEAT_IDS_MAX = 100;

export const SeatIds = Type.Array(SeatId, {
  minItems: 1,
  maxItems: SEAT_IDS_MAX,
  uniqueItems: true,
  description: 'Seat numbers within the event, each once.',
});

/** An event's name in addresses and keys. */
export const EVENT_ID_PATTERN = '^[a-z0-9][a-z0-9_-]{0,63}$';
export const EventId = Type.String({ pattern: EVENT_ID_PATTERN, description: 'The event, e.g. "default".' });

const LineLength = Type.Optional(
  Type.Integer({ minimum: 1, description: 'How many wait in line; left out when nobody does.' }),
);

/** A seat as the brief shows it: `status` is true when the seat is reserved. */
export const Seat = Type.Object({
  id: SeatId,
  status: Type.Boolean({ description: 'true: reserved, false: not reserved' }),
  state: SeatState,
  label: Type.String({ description: 'What is written on the seat, e.g. "A1".' }),
  line_length: LineLength,
});
export type Seat = Static<typeof Seat>;

/** Names one life of a ledger. A ledger that was set up anew has another, even if its numbers go on. */
export const Epoch = Type.String({ description: 'The ledger’s life: another one, another history.' });

/**
 * A place in an event's history: `<epoch>.<check>:<sequence>`. `check` is taken from the hash of the change with
 * that number, so that two histories that have forked have no position in common, even where their numbers are
 * the same. Clients do not read it: they keep the last one they were given and send it back.
 */
export const POSITION_PATTERN = '^[0-9a-z]{1,32}\\.[0-9a-f]{8}:[0-9]{1,16}$';
export const Position = Type.String({
  pattern: POSITION_PATTERN,
  description: 'A place in the event’s history. Opaque: keep the last one you were given and send it back.',
});

/** A hall's seats, and how far into its history they reach. */
export const SeatList = Type.Object({
  event: EventId,
  epoch: Epoch,
  position: Position,
  sequence: Type.Integer({ minimum: 0 }),
  server_time: Type.String({ format: 'date-time' }),
  line_length: LineLength,
  seats: Type.Array(Seat),
});
export type SeatList = Static<typeof SeatList>;

/** Seats of a hall up to which a stream begins with a SeatList; in a larger one it begins with SeatStates. */
export const SNAPSHOT_SEATS_MAX = 1_000;

/** What the seats of a hall are, without what never changes about them. */
export const SeatStates = Type.Object({
  event: EventId,
  epoch: Epoch,
  position: Position,
  sequence: Type.Integer({ minimum: 0 }),
  server_time: Type.String({ format: 'date-time' }),
  line_length: LineLength,
  states: Type.String({
    pattern: '^[ahrb]*$',
    description: 'A letter for each seat, the first for seat 1: a available, h held, r reserved, b blocked.',
  }),
});
export type SeatStates = Static<typeof SeatStates>;
