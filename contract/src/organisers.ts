import Type, { type Static } from 'typebox';
import { EventId } from './seats.ts';

/** What somebody of the house may do. Each role may do all that those after it may. */
export const roles = ['owner', 'organiser', 'desk', 'door'] as const;

export const Role = Type.Enum([...roles], {
  description:
    '`owner`: says who the others are, and all below. `organiser`: events, halls, rules, seats. `desk`: sells and cancels for people. `door`: lets people in.',
});
export type Role = Static<typeof Role>;

/** Whether somebody of one role may do what takes another. */
export function mayDo(role: Role, needed: Role): boolean {
  return roles.indexOf(role) <= roles.indexOf(needed);
}

/** By which the log and the trail name the owner: whoever has the server's own token. */
export const OWNER_NAME = 'organiser';

export const OrganiserName = Type.String({
  pattern: '^[a-z0-9][a-z0-9_-]{0,31}$',
  description:
    'Small letters, digits, `-` and `_`. Stands in the log beside what its owner does. `organiser` is the name of the server’s own token.',
});

const Moment = Type.String({ format: 'date-time' });

/** One of those who work for the house, as the owner sees them. */
export const Organiser = Type.Object({
  name: OrganiserName,
  role: Role,
  created_at: Moment,
  token_made_at: Moment,
});
export type Organiser = Static<typeof Organiser>;

export const OrganiserList = Type.Object({ organisers: Type.Array(Organiser) });
export type OrganiserList = Static<typeof OrganiserList>;

export const NewOrganiser = Type.Object({ name: OrganiserName, role: Role }, { additionalProperties: false });
export type NewOrganiser = Static<typeof NewOrganiser>;

export const OrganiserChange = Type.Object({ role: Role }, { additionalProperties: false });
export type OrganiserChange = Static<typeof OrganiserChange>;

/** The one time a token is told: only its hash is kept. */
export const OrganiserWithToken = Type.Object({
  organiser: Organiser,
  token: Type.String({ description: 'Told once; whoever loses it gets a new one.' }),
});
export type OrganiserWithToken = Static<typeof OrganiserWithToken>;

export const SignIn = Type.Object(
  { token: Type.String({ minLength: 1, maxLength: 400 }) },
  { additionalProperties: false },
);
export type SignIn = Static<typeof SignIn>;

/** Who the server takes the caller for on the organiser's side. */
export const OrganiserSession = Type.Object({
  name: OrganiserName,
  role: Role,
  by: Type.Enum(['session', 'token'], { description: 'What the request was known by.' }),
  expires_at: Type.Union([Moment, Type.Null()], {
    description: 'When the session ends if it is not used; null: known by a token.',
  }),
});
export type OrganiserSession = Static<typeof OrganiserSession>;

/** Something an organiser did that is no change of seats, or why one was made. */
export const TrailEntry = Type.Object({
  id: Type.Integer({ minimum: 1 }),
  at: Moment,
  actor: Type.String({ description: 'As in the log: `organiser:<name>`.' }),
  action: Type.String({ description: 'A dotted word such as `organiser.created`.' }),
  event: Type.Union([EventId, Type.Null()]),
  detail: Type.Record(Type.String(), Type.Unknown(), { description: 'Never names or phones.' }),
});
export type TrailEntry = Static<typeof TrailEntry>;

/** Newest first. */
export const Trail = Type.Object({
  entries: Type.Array(TrailEntry),
  next_before: Type.Union([Type.Integer(), Type.Null()], {
    description: 'Pass it as `before` for older ones; null: there are none.',
  }),
});
export type Trail = Static<typeof Trail>;
