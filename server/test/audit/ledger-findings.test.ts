import { afterAll, beforeAll, expect, it } from 'vitest';
import { openAuditedHouse, type AuditedHouse } from '../support/audited-house.ts';
import { describeOnPostgres } from '../support/describe-on-postgres.ts';

/** What is done to an event's rows behind everybody's back, and all that is found of it. */
interface Falsified {
  readonly what: string;
  readonly sql: string;
  /** Check: sentence. */
  readonly found: readonly string[];
  readonly seats?: readonly number[];
}

const inChange = (set: string, where: string) => `update change set ${set} where event_id = $1 and ${where}`;
const inSeat = (set: string, seat: number) =>
  `update seat set ${set} where event_id = $1 and seat_id = ${seat}`;
const inReservation = (set: string, where: string) =>
  `update reservation set ${set} where event_id = $1 and ${where}`;
/** In the order of the sale: ann's, dan's (cancelled), eve's (handed on), gil's. */
const nth = (n: number) =>
  `sequence = (select sequence from reservation where event_id = $1 order by sequence offset ${n - 1} limit 1)`;

const falsified: readonly Falsified[] = [
  {
    what: 'a change of which a word was altered',
    sql: inChange('at = at + 1', "cause = 'unblocked'"),
    found: ['log: a change is not what its hash says'],
  },
  {
    what: 'a change that was taken out',
    sql: "delete from change where event_id = $1 and cause = 'unblocked'",
    found: ['log: a change is missing'],
  },
  {
    what: 'a log of which the end is gone',
    sql: 'delete from change where event_id = $1 and sequence = (select sequence from event where event_id = $1)',
    found: ['log: the log ends before the event does'],
  },
  {
    what: 'a change that lacks what its kind has to say',
    sql: inChange('expires_at = null', "cause = 'held' and seat_ids = '{3}'"),
    found: ['log: a change lacks what its kind has to say'],
  },
  {
    what: 'an event whose head is another',
    sql: "update event set head = sha256('another') where event_id = $1",
    found: ['log: the event’s head is not the hash of its last change'],
  },
  {
    what: 'a seat that is free although it is sold',
    sql: inSeat("state = 'available', user_id = null, reservation = null", 4),
    found: [
      'event: the count of available seats is not that of the seats',
      'seats: a seat’s state is not what the log says',
    ],
    seats: [4],
  },
  {
    what: 'a seat that was given to somebody else',
    sql: inSeat("user_id = 'mallory'", 1),
    found: ['seats: a seat’s user is not whom the log says'],
    seats: [1],
  },
  {
    what: 'a seat that belongs to another reservation',
    sql: inSeat('reservation = reservation + 1', 2),
    found: ['seats: a seat’s reservation is not the one that the log says'],
    seats: [2],
  },
  {
    what: 'a hold that was prolonged behind the log’s back',
    sql: inSeat('hold_expires_at = hold_expires_at + 60000', 3),
    found: ['seats: a hold’s time is not what the log says'],
    seats: [3],
  },
  {
    what: 'a hall that lacks a seat',
    sql: 'delete from seat where event_id = $1 and seat_id = 8',
    found: ['event: the hall has not as many seats as the event says'],
  },
  {
    what: 'a plan that is not there',
    sql: 'update event set plan_id = $1, rows = null, seats_per_row = null where event_id = $1',
    found: ['event: the plan is missing, or is not what its name says'],
  },
  {
    what: 'a wrong count of available seats',
    sql: 'update event set available_count = available_count - 1 where event_id = $1',
    found: ['event: the count of available seats is not that of the seats'],
  },
  {
    what: 'a reservation that is gone',
    sql: `delete from reservation where event_id = $1 and ${nth(1)}`,
    found: ['reservations: a reservation is missing'],
  },
  {
    what: 'a reservation that was made up',
    sql: `insert into reservation (event_id, sequence, user_id, code, seat_ids, created_at)
          values ($1, 1000, 'mallory', 'AAAAA-AAAAA', '{5}', 1)`,
    found: ['reservations: a reservation stands there that the log never made'],
  },
  {
    what: 'a reservation of somebody else',
    sql: inReservation("user_id = 'mallory'", nth(1)),
    found: ['reservations: a reservation’s user is not whom the log says'],
  },
  {
    what: 'a reservation with other seats',
    sql: inReservation("seat_ids = '{1,5}'", nth(1)),
    found: ['reservations: a reservation’s seats are not what the log says'],
  },
  {
    what: 'a cancellation that was taken back',
    sql: inReservation('cancelled_at = null', nth(2)),
    found: ['reservations: a reservation is cancelled, or is not, against what the log says'],
  },
  {
    what: 'a cancellation at another time',
    sql: inReservation('cancelled_at = cancelled_at + 1', nth(2)),
    found: ['reservations: a reservation was not cancelled when the log says'],
  },
  {
    what: 'a reservation made at another time',
    sql: inReservation('created_at = created_at - 1', nth(1)),
    found: ['reservations: a reservation was not made when the log says'],
  },
  {
    what: 'two tickets with one code',
    sql: inReservation(
      `code = (select code from reservation where event_id = $1 and ${nth(1)})`,
      `${nth(4)}`,
    ),
    found: ['reservations: two reservations have the same code'],
  },
  {
    what: 'a ticket that was handed on and says to a wrong one',
    sql: inReservation('successor = 1', nth(3)),
    found: ['reservations: a reservation was handed on to one that the log does not know'],
  },
  {
    what: 'a ticket that was handed on and says so no more',
    sql: inReservation('origin = null', nth(4)),
    found: ['reservations: a reservation does not say whether it was handed on'],
  },
  {
    what: 'a ticket that comes from one that never was',
    sql: inReservation('origin = 1', nth(4)),
    found: ['reservations: a reservation comes from one that the log does not know'],
  },
  {
    what: 'somebody who was let in without a ticket',
    sql: `insert into entry (event_id, scan_id, number, reservation, people, door, device, at, received_at)
          values ($1, 'scan', 1, 999, 1, 'north', 'phone', 1, 1)`,
    found: ['entries: somebody was let in with a reservation that does not exist'],
  },
  {
    what: 'a webhook that is ahead of what has happened',
    sql: `with made as (
            insert into webhook_endpoint (endpoint_id, url, types, secret, created_at)
            values ('of ' || $1, 'https://shop.example/', '{}', 's', 1) returning endpoint_id
          )
          insert into webhook_cursor (event_id, endpoint_id, sequence, version)
          select $1, endpoint_id, 1000, 1 from made`,
    found: ['webhooks: a webhook has been told more than has happened'],
  },
];

describeOnPostgres('An audit of a ledger that was falsified', (server) => {
  let house: AuditedHouse;
  beforeAll(async () => {
    house = await openAuditedHouse(await server().createDatabase());
  });
  afterAll(() => house.close());

  it('finds nothing in one that was not, and has looked at everything', async () => {
    const { id } = await house.sellALittle();
    const { ok, findings, checked, sequence } = await house.audit(id);
    expect(findings).toEqual([]);
    expect(ok).toBe(true);
    expect(sequence).toBeGreaterThan(10);
    expect(checked).toMatchObject({ changes: sequence, seats: 9, reservations: 4, places_in_line: 1 });
    expect(checked).toMatchObject({ halls_in_memory: 1, hold_keys: 0 });
  });

  it.each(falsified)('finds $what, and leaves it as it is', async ({ sql, found, seats }) => {
    const { id } = await house.sellALittle();
    // A constraint may be what usually keeps it from happening.
    await house.sql.query('set session_replication_role = replica');
    await house.sql.query(sql, [id]);
    const { ok, findings } = await house.audit(id);
    const said = findings.map(({ check, what }) => `${check}: ${what}`);
    expect(said.sort()).toEqual([...found].sort());
    expect(ok).toBe(false);
    const ofSeats = findings.find(({ check }) => check === 'seats' || check === 'log');
    if (seats !== undefined) expect(ofSeats?.seat_ids).toEqual(seats);
    expect(JSON.stringify(findings)).not.toMatch(/mallory|ann|Alice|010/);

    const isTrue = (finding: { severity: string }) => finding.severity === 'true';
    const repaired = await house.repair(id);
    // What is true is as it was, and is found again; what follows from it may have been made anew.
    expect(repaired.findings.filter(isTrue)).toEqual(findings.filter(isTrue));
    expect(repaired.findings.filter((each) => isTrue(each) && each.repaired)).toEqual([]);
  });

  it('finds a hold that lasts longer than the rules allow under which it was given', async () => {
    const { id } = await house.sellALittle();
    // The first audit knows from when on the rules have been what they are.
    expect((await house.audit(id)).ok).toBe(true);
    await house.app.inject({
      method: 'PUT',
      url: `/api/v1/events/${id}/hold`,
      headers: { 'x-user-id': 'kim' },
      payload: { seat_ids: [5] },
    });
    const rules = `jsonb_set(rules, '{hold_ttl_ms}', '30000')`;
    await house.sql.query(`update event set rules = ${rules} where event_id = $1`, [id]);
    const { findings } = await house.audit(id);
    expect(findings).toMatchObject([
      { check: 'seats', severity: 'true', what: 'a hold lasts longer than the rules allow', seat_ids: [5] },
    ]);
  });

  it('takes no lowered limit for a violation by those who held before', async () => {
    const { id, office } = await house.sellALittle();
    expect((await house.audit(id)).ok).toBe(true);
    const { event } = office.seatMap;
    await house.offices.putEvent({
      ...event,
      rules: { ...event.rules, holdTtlMs: 10_000, holdExtensions: 0 },
    });
    expect((await house.audit(id)).findings).toEqual([]);
    // Another seat gains no time, and loses none.
    const more = await house.app.inject({
      method: 'PUT',
      url: `/api/v1/events/${id}/hold`,
      headers: { 'x-user-id': 'bob' },
      payload: { seat_ids: [3, 5] },
    });
    expect(more.statusCode).toBe(200);
    expect((await house.audit(id)).findings).toEqual([]);
  });
});
