-- Records a batch of decisions on one event, all or nothing, in one statement and so in one commit.
--
-- It compares the event's position, its version and the clock with what the decisions relied on, under a lock on
-- the event's row, and writes only when all hold. One row: the steady clock, its correction, and the verdict
-- 'ok', 'conflict', 'too_early' or 'too_late'. No row when there is no such event.
--
--   $1 event_id     $2 epoch   $3 expected sequence   $4 expected head, in hex   $5 version
--   $6 not before, or null     $7 not after, or null
--   $8 number of changes       $9 head after them, in hex   $10 seats available after them
--   $11–$21 changes: at, cause, actor, seat_ids, user_id, reservation, expires_at, extensions_used,
--           remaining_seats, key_print, wish_print
--   $22     changes: hash
--   $23–$30 what a change `reserved` also writes into reservation, null for any other: person (encrypted), marks,
--           code, amounts, currency; and where it differs from the change: seat_ids, created_at, cancelled_at
--   $31–$38 seats: seat_id, state and user_id before, and after: state, user_id, hold_expires_at,
--           extensions_used, reservation
--   $39–$41 cancellations: sequence, remaining_seat_ids, at
--   $42–$43 changes, of those who wait: entry, wish as JSON
--   $44     what a change `reserved` also writes: origin, where it was handed on
--   $45     cancellations: successor, where they were handed on
--   $46     this append's mark    $47 the mark of the one that must have been the last, or null
--   Lists are arrays, one for each column; an empty array is a column of nulls. seat_ids and amounts are texts like
--   '{1,2}', as arrays of arrays must be square. The first change is the one after the expected sequence.
--
-- The guard. Each seat is updated only from the state and the user it had when the batch was decided. Should that
-- miss a seat although position and version were right, something is broken that nobody has thought of: the
-- statement fails as a whole, naming the guard, and no second owner comes about.
-- The correction is the one at the statement's beginning, while the clock is read under the lock. An append that waits
-- for the lock while the clock is set and the correction is written judges by the old one. That is harmless: for that
-- moment it judges as every append did between the step and its correction. What was decided stands on the servers'
-- monotonic clocks, and a wrong verdict is 'too_early' or 'too_late', which is decided again, or an 'ok' for what the
-- server was right about. A lock on the row of `ledger` would close it, and let all events wait for one another.
-- Plans. A cancelled reservation is found in a lateral subquery with LIMIT and then addressed by its ctid,
-- because a join lets PostgreSQL read all reservations of the event, which it does while it takes the table for
-- empty: a test counts the rows read. See session.ts for the rest.
--
-- Cost. CPU of the backends / of node per confirmed seat that used a key, in microseconds, PostgreSQL 15 on two
-- cores that others used as well (repeated runs differ by a tenth), the median of three:
--
--   rows in a batch                                    64         128         256
--   version 0.1, with tables for keys and backstop     45 / 18    36 / 15     35 / 9
--   this                                               28 / 17    26 / 13     21 / 8
--
-- Found before, in batches of 500, and not measured again: arrays and unnest took 29 / 5, JSON and
-- json_to_recordset 31 / 7; without the index on a reservation's user 26 / 6; with fillfactor 100 on `seat`, where
-- half of the updates leave their page, 13 % more.
with
locked as materialized (
  select sequence, head, epoch, version, append_mark from event where event_id = $1 for no key update
),
judged as materialized (
  select
    now,
    correction_ms,
    case
      when sequence <> $3::bigint or head <> decode($4, 'hex') or epoch <> $2 or version <> $5::bigint
        then 'conflict'
      -- Another instance has recorded the very same changes, with other keys perhaps.
      when append_mark <> $47::bigint then 'conflict'
      when now < $6::float8 then 'too_early'
      when now >= $7::float8 then 'too_late'
      else 'ok'
    end as verdict
  from (
    select
      locked.*,
      ledger.correction_ms,
      (extract(epoch from clock_timestamp()) * 1000)::float8 + ledger.correction_ms as now
    from locked, ledger
  ) as under_lock
),
accepted as materialized (
  select 1 from judged where verdict = 'ok'
),
advanced as (
  update event
  set sequence = $3::bigint + $8::integer, head = decode($9, 'hex'), available_count = $10::integer,
    append_mark = $46::bigint
  from accepted
  where event_id = $1
),
decided as materialized (
  select w.*, $3::bigint + w.place as sequence
  from
    accepted,
    unnest(
      $11::float8[], $12::text[], $13::text[], $14::text[], $15::text[], $16::bigint[], $17::float8[],
      $18::integer[], $19::integer[], $20::bigint[], $21::bigint[], $22::bytea[],
      $23::text[], $24::text[], $25::text[], $26::text[], $27::text[], $28::text[], $29::float8[], $30::float8[],
      $42::bigint[], $43::text[], $44::bigint[]
    ) with ordinality as w (
      at, cause, actor, seat_ids, user_id, reservation, expires_at,
      extensions_used, remaining_seats, key_print, wish_print, hash,
      person, marks, code, amounts, currency, reserved_seat_ids, created_at, cancelled_at,
      entry, wish, origin, place
    )
),
logged as (
  insert into change (
    event_id, sequence, at, cause, actor, seat_ids, user_id, reservation, expires_at, extensions_used,
    remaining_seats, key_print, wish_print, hash, entry, wish
  )
  select
    $1, sequence, at, cause, actor, seat_ids::integer[], user_id, reservation, expires_at, extensions_used,
    remaining_seats, key_print, wish_print, hash, entry, wish::jsonb
  from decided
),
booked as (
  insert into reservation
    (
      event_id, sequence, user_id, person, marks, code, seat_ids, amounts, currency, created_at, cancelled_at,
      origin
    )
  select
    $1, sequence, user_id, person, marks, code, coalesce(reserved_seat_ids, seat_ids)::integer[],
    amounts::bigint[], currency,
    coalesce(created_at, at), cancelled_at, origin
  from decided
  where cause = 'reserved'
),
seated as (
  update seat
  set
    state = w.state,
    user_id = w.user_id,
    hold_expires_at = w.expires_at,
    extensions_used = w.extensions_used,
    reservation = w.reservation
  from
    accepted,
    unnest(
      $31::integer[], $32::text[], $33::text[], $34::text[], $35::text[], $36::float8[], $37::integer[],
      $38::bigint[]
    ) as w (seat_id, state_before, user_id_before, state, user_id, expires_at, extensions_used, reservation)
  where
    seat.event_id = $1
    and seat.seat_id = w.seat_id
    and seat.state = w.state_before
    and seat.user_id is not distinct from w.user_id_before
  returning 1
),
cancelled as materialized (
  select
    w.at,
    w.successor,
    nullif(w.remaining_seat_ids, '{}')::integer[] as remaining_seat_ids,
    found.row_address
  from
    accepted,
    unnest($39::bigint[], $40::text[], $41::float8[], $45::bigint[])
      as w (sequence, remaining_seat_ids, at, successor),
    lateral (
      select reservation.ctid as row_address
      from reservation
      where reservation.event_id = $1 and reservation.sequence = w.sequence
      limit 1
    ) as found
),
withdrawn as (
  update reservation
  set
    seat_ids = coalesce(cancelled.remaining_seat_ids, reservation.seat_ids),
    -- Seats keep their amounts.
    amounts = case
      when reservation.amounts is null or cancelled.remaining_seat_ids is null then reservation.amounts
      else array(
        select reservation.amounts[array_position(reservation.seat_ids, kept.seat_id)]
        from unnest(cancelled.remaining_seat_ids) with ordinality as kept (seat_id, place)
        order by kept.place
      )
    end,
    -- Also those that leave it: null and a list are the list.
    left_seat_ids = case
      when reservation.amounts is null or cancelled.remaining_seat_ids is null then reservation.left_seat_ids
      else reservation.left_seat_ids || array(
        select had.seat_id
        from unnest(reservation.seat_ids) with ordinality as had (seat_id, place)
        where had.seat_id <> all(cancelled.remaining_seat_ids)
        order by had.place
      )
    end,
    left_amounts = case
      when reservation.amounts is null or cancelled.remaining_seat_ids is null then reservation.left_amounts
      else reservation.left_amounts || array(
        select reservation.amounts[had.place]
        from unnest(reservation.seat_ids) with ordinality as had (seat_id, place)
        where had.seat_id <> all(cancelled.remaining_seat_ids)
        order by had.place
      )
    end,
    cancelled_at = case when cancelled.remaining_seat_ids is null then cancelled.at end,
    successor = cancelled.successor
  from cancelled
  where reservation.ctid = cancelled.row_address
)
select
  now,
  correction_ms,
  case
    when verdict <> 'ok' or seats_written = cardinality($31::integer[]) then verdict
    -- The cast cannot succeed: it is how an expression fails with words of its own.
    else (
      'seat guard: ' || seats_written || ' of ' || cardinality($31::integer[]) || ' seats were as decided on'
    )::integer::text
  end as verdict
from judged, (select count(*) as seats_written from seated) as counted
