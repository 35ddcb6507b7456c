import type { AttackAnswer } from './request.ts';
import type { Draw } from './draw.ts';
import type { Person } from './valid-values.ts';

/** One step of a sequence: an operation, what stands in its address, and its body. */
export interface Step {
  readonly operation: string;
  readonly at?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Who takes it: the visitor of the sequence, if it is not said. */
  readonly by?: 'other' | 'shop' | 'house';
}
/** Steps of which each may use what the one before was answered. */
export type Sequence = Generator<Step, void, AttackAnswer | undefined>;

interface Cast {
  readonly draw: Draw;
  readonly person: () => Person;
}

/** The ways through a sale that only make sense in their order. */
export const sequences: readonly ((cast: Cast) => Sequence)[] = [
  function* buys(cast) {
    const event = cast.draw.pick(['gala', 'quick', 'default']);
    yield hold(event, cast);
    yield { operation: 'extendMyHold', at: { event }, headers: key(cast) };
    const made = read(yield confirm(event, cast));
    const id = text(made, 'reservation', 'id');
    yield { operation: 'getReservation', at: { id } };
    yield { operation: 'getReservation', at: { id }, by: 'other' };
    if (cast.draw.chance(0.1)) yield { operation: 'printTicket', at: { id } };
    if (cast.draw.chance(0.7)) yield { operation: 'cancelReservation', at: { id } };
    yield { operation: 'cancelReservation', at: { id }, by: 'other' };
  },
  function* buysThroughAShop(cast) {
    const event = cast.draw.pick(['gala', 'quick', 'default']);
    yield hold(event, cast);
    const hold_token = text(read(yield { operation: 'createHoldToken', at: { event } }), 'hold_token');
    const { headers } = { headers: key(cast) };
    yield {
      operation: 'extendHoldForShop',
      at: { event },
      body: { hold_token },
      headers: key(cast),
      by: 'shop',
    };
    const made = read(
      yield {
        operation: 'createReservationForHold',
        ...{
          at: { event },
          body: { hold_token, user_name: 'Alice', phone: '010-1234-5678' },
          headers,
          by: 'shop',
        },
      },
    );
    const id = text(made, 'reservation', 'id');
    yield { operation: 'getReservationOfShop', at: { id }, by: 'shop' };
    yield { operation: 'listEventsOfShop', by: 'shop' };
    if (cast.draw.chance(0.8)) yield { operation: 'cancelReservationOfShop', at: { id }, by: 'shop' };
  },
  function* givesATicketAway(cast) {
    const event = cast.draw.pick(['gala', 'quick']);
    yield hold(event, cast);
    const id = text(read(yield confirm(event, cast)), 'reservation', 'id');
    const token = text(read(yield { operation: 'offerReservation', at: { id } }), 'token');
    yield { operation: 'lookAtOfferedTicket', body: { token }, by: 'other' };
    const body = { token, ...cast.person() };
    const taken = read(yield { operation: 'acceptOfferedTicket', body, headers: key(cast), by: 'other' });
    yield { operation: 'acceptOfferedTicket', body, headers: key(cast) };
    yield { operation: 'getReservation', at: { id } };
    const now = text(taken, 'reservation', 'id');
    if (cast.draw.chance(0.8)) yield { operation: 'cancelReservation', at: { id: now }, by: 'other' };
  },
  function* waitsForATurn(cast) {
    yield { operation: 'joinQueue', query: { event: 'room' } };
    yield { operation: 'getLineStatus', query: { event: 'room' } };
    const pass = text(read(yield { operation: 'takeQueuePass', query: { event: 'room' } }), 'pass');
    const headers = { 'queue-pass': pass };
    yield { ...hold('room', cast), headers };
    yield { ...hold('room', cast), headers, by: 'other' };
    const made = read(yield { ...confirm('room', cast), headers: { ...headers, ...key(cast) } });
    yield { operation: 'cancelReservation', at: { id: text(made, 'reservation', 'id') } };
    yield { operation: 'giveBackQueuePass', query: { event: 'room' } };
  },
  function* standsInLine(cast) {
    const event = cast.draw.pick(['gala', 'quick']);
    const seat_ids = [cast.draw.between(1, 30)];
    yield { operation: 'putMyHold', at: { event }, body: { seat_ids }, by: 'other' };
    yield { operation: 'standInLine', at: { event }, body: { seat_ids } };
    yield { operation: 'getMyLine', at: { event } };
    yield { operation: 'deleteMyHold', at: { event }, by: 'other' };
    yield { operation: 'getMyHold', at: { event } };
    yield { operation: 'leaveLine', at: { event } };
  },
  function* worksForTheHouse(cast) {
    const event = cast.draw.pick(['default', 'gala', 'room', 'quick']);
    yield { operation: 'setSale', at: { event }, body: { state: 'open' }, by: 'house' };
    const body = { ...cast.person(), seat_ids: [cast.draw.between(1, 9)] };
    const sold = read(yield { operation: 'sellAtDesk', at: { event }, body, by: 'house' });
    const id = text(sold, 'reservation', 'id');
    yield { operation: 'openReservation', at: { id }, by: 'house' };
    yield { operation: 'openReservation', at: { id } };
    yield { operation: 'cancelForVisitor', at: { event, id }, body: { reason: 'a test' }, by: 'house' };
    const copy = `copy-${cast.draw.below(40)}`;
    const starts_at = '2099-02-02T19:00:00+09:00';
    yield { operation: 'copyEvent', at: { event }, body: { event: copy, starts_at }, by: 'house' };
    yield { operation: 'putEvent', at: { event: copy }, body: eventInput(starts_at), by: 'house' };
    yield { operation: 'unblockSeats', at: { event }, body: { seat_ids: [1, 2, 3, 4, 5] }, by: 'house' };
    const wished = { proof_of_work_bits: 0, admitted_per_minute: 60_000, active_max: 1_000 };
    yield { operation: 'patchWaitingRoom', at: { event: 'room' }, body: wished, by: 'house' };
    if (cast.draw.chance(0.2)) yield { operation: 'importPlan', body: plan(cast.draw.below(5)), by: 'house' };
  },
  function* signsIn(cast) {
    const name = `drawn-${cast.draw.below(30)}`;
    const made = read(yield { operation: 'createOrganiser', body: { name, role: 'desk' }, by: 'house' });
    yield { operation: 'signIn', body: { token: text(made, 'token') } };
    yield { operation: 'changeOrganiser', at: { name }, body: { role: 'door' }, by: 'house' };
    yield { operation: 'renewOrganiserToken', at: { name }, by: 'house' };
    yield { operation: 'signIn', body: { token: text(made, 'token') } };
    yield { operation: 'removeOrganiser', at: { name }, by: 'house' };
  },
];

function hold(event: string, { draw }: Cast): Step {
  const best = { best_available: { quantity: draw.between(1, 2), together: false } };
  const body = draw.chance(0.6) ? best : { seat_ids: [draw.between(1, 36)] };
  return { operation: 'putMyHold', at: { event }, body };
}

function confirm(event: string, cast: Cast): Step {
  return { operation: 'createReservation', at: { event }, body: cast.person(), headers: key(cast) };
}

function key({ draw }: Cast): Record<string, string> {
  return { 'idempotency-key': `step-${draw.below(1e9)}` };
}

function eventInput(starts_at: string): object {
  return { title: 'Put', venue: 'Here', starts_at, hall: { rows: 3, seats_per_row: 3 } };
}

function plan(number: number): object {
  const seats = Array.from({ length: 5 }, (_, x) => ({ number: String(x + 1), x, y: 0 }));
  const rows = [{ name: 'A', category: 'R', seats }];
  const categories = [{ name: 'R', color: '#c2410c' }];
  return {
    format: 'jari-plan',
    version: 1,
    name: `Plan ${number}`,
    categories,
    sections: [{ name: 'S', rows }],
  };
}

function read(answer: AttackAnswer | undefined): unknown {
  if (answer === undefined || answer.status >= 300 || answer.body === '') return undefined;
  try {
    return JSON.parse(answer.body);
  } catch {
    return undefined;
  }
}

/** What stands at a place of an answer; where there is nothing, something that leads nowhere. */
function text(value: unknown, ...path: readonly string[]): string {
  let found = value;
  for (const name of path) found = (found as Record<string, unknown> | null | undefined)?.[name];
  return typeof found === 'string' ? found : 'none';
}
