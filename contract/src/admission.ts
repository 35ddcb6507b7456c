import Type, { type Static } from 'typebox';
import { PROOF_OF_WORK_BITS_MAX } from './proof-of-work.ts';
import { QUEUE_SEED_PATTERN } from './queue-order.ts';
import { EventId } from './seats.ts';

export const JoinResult = Type.Object({
  success: Type.Literal(true),
  event: EventId,
  queue_number: Type.Integer({ minimum: 1, description: 'Order of admission, 1, 2, 3…' }),
  expires_in_ms: Type.Integer({ minimum: 0 }),
});
export type JoinResult = Static<typeof JoinResult>;

/** `GET /me`: the user as the server knows them. Issues a session where there is none. */
export const Me = Type.Object({
  user: Type.String(),
  source: Type.Enum(['header', 'session', 'gateway']),
  is_new: Type.Boolean({
    description: 'True when this answer made you known: then you have neither holds nor reservations yet.',
  }),
});
export type Me = Static<typeof Me>;

/** `GET /fcfs/challenge`: what a proof of work is for; one user's, in one event, for a while. */
export const WorkChallenge = Type.Object({
  success: Type.Literal(true),
  event: EventId,
  challenge: Type.String({
    description:
      'Find letters and digits so that the SHA-256 of challenge, full stop and these begins with the bits of `proof_of_work_bits`, all zero; send all of it as `work` when joining.',
  }),
  expires_in_ms: Type.Integer({ minimum: 0 }),
});
export type WorkChallenge = Static<typeof WorkChallenge>;

/** How an event lets people in, as its organiser says it. */
export const WaitingRoomInput = Type.Object(
  {
    admitted_per_minute: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    active_max: Type.Integer({
      minimum: 1,
      maximum: 1_000_000,
      description: 'The most people who may choose seats at the same time.',
    }),
    turn_ttl_seconds: Type.Integer({
      minimum: 10,
      maximum: 86_400,
      description: 'How long a turn lasts, from the moment it comes.',
    }),
    pre_queue_minutes: Type.Integer({
      minimum: 0,
      maximum: 10_080,
      description: 'How long before the sale opens people may line up.',
    }),
    order: Type.Enum(['arrival', 'shuffle'], {
      description:
        'Of those who line up before the sale opens: in order of arrival, or shuffled by a seed that everybody can check. Who comes later stands behind them.',
    }),
    proof_of_work_bits: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: PROOF_OF_WORK_BITS_MAX,
        default: 0,
        description:
          'How much a visitor’s device has to calculate to line up, so that coming as many visitors is dear: about 2^bits hashes. 0: nothing. 16 takes a phone less than a second, 20 some seconds.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type WaitingRoomInput = Static<typeof WaitingRoomInput>;

/**
 * `closed`: nobody may line up, yet or any more. `paused`: the organiser lets nobody in. `stalled`: nobody can be
 * let in, because the line can't be asked who is next; places are kept.
 */
export const WaitingRoomState = Type.Enum(['off', 'closed', 'pre_queue', 'open', 'paused', 'stalled']);
export type WaitingRoomState = Static<typeof WaitingRoomState>;

const Moment = Type.String({ format: 'date-time' });
const Count = Type.Integer({ minimum: 0 });

/** How the line of an event stands: the same for everybody, so that it can be cached. */
export const LineStatus = Type.Object({
  event: EventId,
  state: WaitingRoomState,
  server_time: Moment,
  opens_at: Type.Union([Moment, Type.Null()]),
  gathers_at: Type.Union([Moment, Type.Null()], { description: 'From when people may line up.' }),
  joined: Type.Integer({ minimum: 0, description: 'The last queue number given.' }),
  pre_queued: Type.Union([Count, Type.Null()], {
    description: 'How many had lined up when the sale opened; null before.',
  }),
  serving_number: Type.Integer({
    minimum: 0,
    description: 'Places up to this one have had their turn come.',
  }),
  over_number: Type.Integer({ minimum: 0, description: 'The turns of places up to this one are over.' }),
  waiting: Count,
  active: Type.Integer({ minimum: 0, description: 'People who are choosing seats now.' }),
  admitted_per_minute: Count,
  seats_left: Type.Integer({ minimum: 0, description: 'Seats that are available now.' }),
  order: Type.Enum(['arrival', 'shuffle']),
  seed_hash: Type.Union([Type.String(), Type.Null()], {
    description: 'SHA-256 of the seed that shuffles, in hex; known from the beginning.',
  }),
  seed: Type.Union([Type.String({ pattern: QUEUE_SEED_PATTERN }), Type.Null()], {
    description: 'The seed itself, from the opening on.',
  }),
  proof_of_work_bits: Type.Integer({
    minimum: 0,
    description:
      'What lining up takes: 0, or a proof of so many bits for the challenge of `GET /fcfs/challenge`.',
  }),
  poll_after_ms: Type.Integer({
    minimum: 0,
    description:
      'When to ask again at the soonest; add a little chance to it. Whoever is far from their turn asks at a tenth of the time until then, and once a minute at least.',
  }),
});
export type LineStatus = Static<typeof LineStatus>;

/** That it is somebody's turn: to be sent as `Queue-Pass` with whatever takes seats. */
export const QueuePass = Type.Object({
  success: Type.Literal(true),
  event: EventId,
  queue_number: Type.Integer({ minimum: 1 }),
  pass: Type.String(),
  expires_at: Moment,
  expires_in_ms: Count,
});
export type QueuePass = Static<typeof QueuePass>;

/** It is not the turn of this number yet. */
export const QueuePlace = Type.Object({
  success: Type.Literal(false),
  event: EventId,
  queue_number: Type.Integer({ minimum: 1 }),
  place: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()], {
    description: 'The place in line; null before the opening where those who came early are shuffled.',
  }),
  poll_after_ms: Count,
});
export type QueuePlace = Static<typeof QueuePlace>;
