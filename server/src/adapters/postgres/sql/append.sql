-- Records a batch of decisions on one event, all or nothing, in one statement and so in one commit.
--
-- It compares the event's sequence and the clock with what the decisions relied on, under a lock on the event's
-- row, and writes only when both hold. One row: the clock and the verdict 'ok', 'conflict', 'too_early' or
-- 'too_late'. No row when there is no such event.
--
--   $1 event_id   $2 expected sequence   $3 number of changes   $4 not before, or null   $5 not after, or null
--   $6–$11  seats: seat_id, state, user_id, expires_at, extensions_used, reservation_id
--   $12–$19 changes: sequence, at, cause, seat_ids, user_id, reservation_id, expires_at, extensions_used
--   $20–$22 cancellations: reservation_id, remaining_seat_ids, at
--   $23–$31 reservations: reservation_id, user_id, user_name, phone, code, seat_ids, sequence, created_at,
--           cancelled_at
--   $32–$36 idempotency: user_id, key, fingerprint, sequence, answer
--   Lists are arrays, one for each column; seat_ids are texts like '{1,2}', as arrays of arrays must be square.
--
-- Order. The parts of a statement see the data as it was when it began, and run in no promised order. So that a
-- seat given back in this batch can be taken in it, `taken` counts what `given_back` returned before it inserts.
--
-- Plans. A cancelled reservation is found in a lateral subquery with LIMIT and then addressed by its ctid,
-- because a join lets PostgreSQL read all reservations of the event, which it does while it takes the table for
-- empty: the CPU of a confirmation then about doubled, and grew with the table. See session.ts for the rest.
--
-- Alternatives, in CPU of the backend / of node per confirmed seat, in microseconds; PostgreSQL 15 on two shared
-- cores, variants interleaved batch by batch (repeated runs of one differ by about 3 %):
--
--   rows in a batch                        1            50           500
--   arrays and unnest (this)               424 / 250    44 / 15      29 / 5
--   JSON and json_to_recordset             408 / 227    44 / 14      31 / 7
--   (a run of its own: this without session.ts's settings)     31 / 7
--
--   and in another run, each with one difference, batches of 500:
--   this                                                       30 / 6
--   reservation keyed by its random id, beside the index       34 / 7
--   random ids that grow (UUID version 7)                      29 / 6
--   without the index on a reservation's user                  26 / 6
--   without the CHECK on seat                                  30 / 7
--
-- Arrays win where it counts, in full batches. Of the updates of seats in random order all stay on their page
-- (HOT) with fillfactor 25, 91 % with 50 and half with 100, which takes 13 % more CPU.
with
locked as materialized (
  select sequence from event where event_id = $1 for no key update
),
judged as materialized (
  select
    now,
    case
      when sequence <> $2::bigint then 'conflict'
      when now < $4::float8 then 'too_early'
      when now >= $5::float8 then 'too_late'
      else 'ok'
    end as verdict
  from (
    select sequence, (extract(epoch from clock_timestamp()) * 1000)::float8 as now from locked
  ) as under_lock
),
accepted as materialized (
  select 1 from judged where verdict = 'ok'
),
advanced as (
  update event set sequence = $2::bigint + $3::integer
  from accepted
  where event_id = $1
),
seated as (
  update seat
  set
    state = w.state,
    user_id = w.user_id,
    hold_expires_at = w.expires_at,
    extensions_used = w.extensions_used,
    reservation_id = w.reservation_id
  from
    accepted,
    unnest($6::integer[], $7::text[], $8::text[], $9::float8[], $10::integer[], $11::text[])
      as w (seat_id, state, user_id, expires_at, extensions_used, reservation_id)
  where seat.event_id = $1 and seat.seat_id = w.seat_id
),
logged as (
  insert into change (event_id, sequence, at, cause, seat_ids, user_id, reservation_id, expires_at, extensions_used)
  select $1, w.sequence, w.at, w.cause, w.seat_ids::integer[], w.user_id, w.reservation_id, w.expires_at, w.extensions_used
  from
    accepted,
    unnest($12::bigint[], $13::float8[], $14::text[], $15::text[], $16::text[], $17::text[], $18::float8[], $19::integer[])
      as w (sequence, at, cause, seat_ids, user_id, reservation_id, expires_at, extensions_used)
),
cancelled as materialized (
  select
    w.at,
    nullif(w.remaining_seat_ids::integer[], '{}') as remaining_seat_ids,
    found.row_address,
    found.seat_ids
  from
    accepted,
    unnest($20::text[], $21::text[], $22::float8[]) as w (reservation_id, remaining_seat_ids, at),
    lateral (
      select reservation.ctid as row_address, reservation.seat_ids
      from reservation
      where reservation.event_id = $1 and reservation.reservation_id = w.reservation_id
      limit 1
    ) as found
),
freed as materialized (
  select had.seat_id
  from cancelled, unnest(cancelled.seat_ids) as had (seat_id)
  where had.seat_id <> all (coalesce(cancelled.remaining_seat_ids, '{}'))
),
given_back as (
  delete from reserved_seat
  where
    event_id = $1
    and seat_id = any (array(select seat_id from freed))
    and reservation_id = any ($20::text[])
  returning 1
),
withdrawn as (
  update reservation
  set
    seat_ids = coalesce(cancelled.remaining_seat_ids, reservation.seat_ids),
    cancelled_at = case when cancelled.remaining_seat_ids is null then cancelled.at end
  from cancelled
  where reservation.ctid = cancelled.row_address
),
booked as (
  insert into reservation
    (event_id, reservation_id, user_id, user_name, phone, code, seat_ids, sequence, created_at, cancelled_at)
  select
    $1, w.reservation_id, w.user_id, w.user_name, w.phone, w.code, w.seat_ids::integer[], w.sequence,
    w.created_at, w.cancelled_at
  from
    accepted,
    unnest($23::text[], $24::text[], $25::text[], $26::text[], $27::text[], $28::text[], $29::bigint[], $30::float8[], $31::float8[])
      as w (reservation_id, user_id, user_name, phone, code, seat_ids, sequence, created_at, cancelled_at)
  returning reservation_id, seat_ids, cancelled_at
),
taken as (
  insert into reserved_seat (event_id, seat_id, reservation_id)
  select $1, seat_id, booked.reservation_id
  from
    (select count(*) from given_back) as deletes_done,
    booked,
    unnest(booked.seat_ids) as seat_id
  where booked.cancelled_at is null
),
remembered as (
  insert into idempotency (event_id, user_id, key, fingerprint, sequence, answer)
  select $1, w.user_id, w.key, w.fingerprint, w.sequence, w.answer
  from
    accepted,
    unnest($32::text[], $33::text[], $34::text[], $35::bigint[], $36::text[])
      as w (user_id, key, fingerprint, sequence, answer)
)
select now, verdict from judged
