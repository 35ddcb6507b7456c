import Type, { type Static } from 'typebox';
import { EventId, SEAT_IDS_MAX } from './seats.ts';

/** How many scans one request may bring: as many as its body may hold. */
export const ENTRIES_PER_REQUEST_MAX = 80;

const Moment = Type.String({ format: 'date-time' });
const ReservationNumber = Type.Integer({
  minimum: 1,
  description: 'The sequence of the change that made the reservation, as it stands in its ticket.',
});
const SCAN_ID = '^[0-9a-f-]{32,36}$';
const ScanId = Type.String({
  pattern: SCAN_ID,
  description: 'Made by the door, so that sending a scan again is harmless.',
});
const Count = Type.Integer({ minimum: 1, maximum: SEAT_IDS_MAX, description: 'How many people came in.' });
const Position = Type.String({ description: 'The same, with the history that it is of; opaque.' });
const Door = Type.String({
  minLength: 1,
  maxLength: 40,
  description: 'As the door calls itself, e.g. "Door A".',
});
const Device = Type.String({ pattern: '^[\\w-]{1,40}$', description: 'Names the phone, by chance.' });

export const EntriesInput = Type.Object(
  {
    door: Door,
    device: Device,
    sent_at: Type.String({
      format: 'date-time',
      description:
        'The phone’s clock as it sends; by how much it is wrong, all times of its scans are put right.',
    }),
    entries: Type.Array(
      Type.Object(
        {
          scan_id: ScanId,
          reservation: ReservationNumber,
          count: Count,
          at: Type.String({ format: 'date-time', description: 'By the phone’s clock.' }),
          undoes: Type.Optional(
            Type.String({
              pattern: SCAN_ID,
              description:
                'The `scan_id` of a scan of this reservation that was a mistake: this takes it back, whichever of the two is told first.',
            }),
          ),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: ENTRIES_PER_REQUEST_MAX },
    ),
  },
  { additionalProperties: false },
);
export type EntriesInput = Static<typeof EntriesInput>;

/** People who were let in at a door by one scan, or such a scan taken back. */
export const Entry = Type.Object({
  number: Type.Integer({ minimum: 1, description: 'In order of arrival at the server, for `after`.' }),
  scan_id: ScanId,
  reservation: ReservationNumber,
  count: Count,
  door: Door,
  device: Device,
  at: Moment,
  undoes: Type.Union([ScanId, Type.Null()], {
    description: 'The scan that this takes back: who came in by that one did not. null: people came in.',
  }),
  actor: Type.Union([Type.String(), Type.Null()], {
    description: 'Who was signed in at the door, as in the trail; null: not kept yet then.',
  }),
});
export type Entry = Static<typeof Entry>;

export const EntryList = Type.Object({
  event: EventId,
  server_time: Moment,
  sequence: Type.Integer({
    minimum: 0,
    description: 'The event’s last change: whether the guest list has changed.',
  }),
  position: Position,
  entries: Type.Array(Entry),
  has_more: Type.Boolean({ description: 'true: ask again after the last number' }),
});
export type EntryList = Static<typeof EntryList>;

export const EntriesTaken = Type.Object({
  success: Type.Literal(true),
  clock_error_ms: Type.Integer({ description: 'By how much the phone’s clock is ahead.' }),
});
export type EntriesTaken = Static<typeof EntriesTaken>;

/** `transferred`: handed on to somebody else, whose reservation it is now. */
export const GuestState = Type.Enum(['active', 'cancelled', 'transferred']);
export type GuestState = Static<typeof GuestState>;

/** A reservation as the door needs to know it: no phone. */
export const Guest = Type.Object({
  reservation: ReservationNumber,
  origin: Type.Integer({
    minimum: 1,
    description: 'The reservation that it was handed on from in the beginning; else its own number.',
  }),
  code: Type.String(),
  name: Type.String(),
  state: GuestState,
  seats: Type.Array(Type.Object({ label: Type.String(), section: Type.Union([Type.String(), Type.Null()]) })),
});
export type Guest = Static<typeof Guest>;

export const GuestList = Type.Object({
  event: EventId,
  server_time: Moment,
  sequence: Type.Integer({ minimum: 0, description: 'What was read is true as of this change.' }),
  position: Position,
  guests: Type.Array(Guest),
  next: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()], {
    description: 'Ask again with `from` this; null: that was all.',
  }),
  reload: Type.Boolean({
    description:
      'true: too much has changed, or what you have is of another history; ask for the whole list, which replaces it, and for all entries.',
  }),
});
export type GuestList = Static<typeof GuestList>;

export const TicketKeys = Type.Object({
  keys: Type.Array(
    Type.Object({
      id: Type.String({ description: 'As it stands in tickets.' }),
      public_key: Type.String({ pattern: '^[\\w-]{43}$', description: 'Ed25519, 32 bytes in base64url.' }),
    }),
  ),
});
export type TicketKeys = Static<typeof TicketKeys>;
