import Type, { type Static } from 'typebox';
import { EventId } from './seats.ts';
import { languages } from './text-in.ts';

/** The most people that one rehearsal sends. */
export const REHEARSAL_PEOPLE_MAX = 100_000;
/** The longest until a rehearsed sale opens, and the longest that it lasts. */
export const REHEARSAL_MS_MAX = 3_600_000;

/** `POST /admin/events/{event}/rehearsals`: how many come to a copy of the event, and when. */
export const RehearsalInput = Type.Object(
  {
    people: Type.Integer({ minimum: 1, maximum: REHEARSAL_PEOPLE_MAX }),
    open_in_ms: Type.Integer({
      minimum: 1_000,
      maximum: REHEARSAL_MS_MAX,
      description: 'Until the sale opens; meanwhile people line up.',
    }),
    lasts_ms: Type.Optional(
      Type.Integer({
        minimum: 1_000,
        maximum: REHEARSAL_MS_MAX,
        default: 600_000,
        description: 'When everybody goes home at the latest, from the opening.',
      }),
    ),
    seed: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 2_147_483_647,
        default: 1,
        description: 'Other people, or the same ones again.',
      }),
    ),
    pace: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1_000,
        default: 1,
        description: 'People are so many times as quick as usual.',
      }),
    ),
    language: Type.Optional(
      Type.Enum(languages, {
        default: 'ko',
        description: 'The one in which the report opens; it has both.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type RehearsalInput = Static<typeof RehearsalInput>;

const Count = Type.Integer({ minimum: 0 });
const Ms = Type.Number({ minimum: 0 });

/** The seven promises; docs/verification.md says more of each. */
export const PromiseName = Type.Enum([
  'one-owner',
  'kept',
  'first-come',
  'retries',
  'live-hall',
  'honest-refusals',
  'own-things',
]);
export type PromiseName = Static<typeof PromiseName>;

export const PromiseStanding = Type.Enum(['held', 'broken', 'not checked']);
export type PromiseStanding = Static<typeof PromiseStanding>;

const PromiseCounts = {
  promise: PromiseName,
  checked: Type.Integer({ minimum: 0, description: 'How often it could have been broken.' }),
  broken: Count,
};

/** How a rehearsal stands, as of about a second ago. */
export const RehearsalProgress = Type.Object({
  phase: Type.Enum(['preparing', 'gathering', 'selling', 'checking'], {
    description:
      '`gathering`: before the opening. `checking`: what everybody was told is compared with the log.',
  }),
  elapsed_ms: Ms,
  opens_in_ms: Type.Number({ description: 'Until the opening; negative: since.' }),
  people: Type.Object({
    all: Count,
    away: Count,
    waiting: Count,
    inside: Count,
    through: Count,
    bought: Count,
  }),
  seats: Type.Object({ all: Count, left: Count }),
  requests_per_second: Count,
  p95_ms: Ms,
  refusals: Count,
  no_answers: Count,
  player_lag_ms: Type.Number({ minimum: 0, description: 'How late the player itself is.' }),
  promises: Type.Array(Type.Object(PromiseCounts)),
});
export type RehearsalProgress = Static<typeof RehearsalProgress>;

/** What came of a rehearsal; the report has the rest. */
export const RehearsalOutcome = Type.Object({
  ending: Type.Enum(['sold out', 'everybody is through', 'time', 'stopped']),
  seats: Count,
  sold: Count,
  sold_out_after_ms: Type.Union([Type.Number(), Type.Null()], { description: 'null: not all were sold.' }),
  requests: Count,
  requests_per_second_peak: Count,
  confirm_p95_ms: Ms,
  is_player_trustworthy: Type.Boolean({
    description: 'false: the player was at its own limit, and times contain that.',
  }),
  verdicts: Type.Array(Type.Object({ ...PromiseCounts, standing: PromiseStanding })),
});
export type RehearsalOutcome = Static<typeof RehearsalOutcome>;

const Moment = Type.String({ format: 'date-time' });

export const Rehearsal = Type.Object({
  id: EventId,
  event: Type.String({ description: 'The event of which it plays a copy.' }),
  state: Type.Enum(['running', 'ended', 'failed'], {
    description: '`failed`: it ended without a report; `failure` says why.',
  }),
  started_by: Type.String(),
  started_at: Moment,
  ended_at: Type.Union([Moment, Type.Null()]),
  is_stopping: Type.Boolean(),
  people: Count,
  seed: Count,
  pace: Count,
  progress: Type.Union([RehearsalProgress, Type.Null()]),
  outcome: Type.Union([RehearsalOutcome, Type.Null()]),
  failure: Type.Union([Type.String(), Type.Null()]),
});
export type Rehearsal = Static<typeof Rehearsal>;

export const RehearsalList = Type.Object({
  rehearsals: Type.Array(Rehearsal, { description: 'The newest first.' }),
});
export type RehearsalList = Static<typeof RehearsalList>;
