-- Gives an event another hall, and all else that put-event.sql does, while nobody depends on the one it has: every
-- seat is free, nobody waits, nothing was ever sold, and no change names a seat that the new hall lacks. A rehearsal
-- stays one, and no other event becomes one.
-- Parameters as put-event.sql. One row: the event; none when somebody depends on it, and then nothing is written.
--
-- To be run after lock-event.sql in the same transaction. It may read the whole log of an event, which is short as
-- long as nothing was sold.
with
replaced as (
  update event
  set
    title = $2::jsonb,
    venue = $3::jsonb,
    starts_at = $4::float8,
    ends_at = $5::float8,
    sale_opens_at = $6::float8,
    sale_closes_at = $7::float8,
    rows = $8::integer,
    seats_per_row = $9::integer,
    plan_id = $10,
    seat_count = $11::integer,
    available_count = $11::integer,
    currency = $12,
    prices = $13::jsonb,
    rules = $14::jsonb,
    version = version + 1
  where
    event_id = $1
    and version = coalesce($15::bigint, version)
    and available_count = seat_count
    and rules -> 'is_rehearsal' is not distinct from $14::jsonb -> 'is_rehearsal'
    and not exists (select from reservation where reservation.event_id = $1)
    and (
      select coalesce(sum(case cause when 'queued' then 1 else -1 end), 0)
      from change
      where change.event_id = $1 and cause in ('queued', 'left_line', 'offered')
    ) = 0
    and not exists (
      select from change, unnest(change.seat_ids) as named
      where change.event_id = $1 and named > $11::integer
    )
  returning *
),
removed as (
  delete from seat
  using replaced
  where seat.event_id = $1 and seat.seat_id > $11::integer
),
furnished as (
  insert into seat (event_id, seat_id)
  select $1, added
  from replaced, generate_series(1, $11::integer) as added
  where not exists (select from seat where seat.event_id = $1 and seat.seat_id = added)
)
select
  event_id, title, venue, starts_at, ends_at, sale_opens_at, sale_closes_at, rows, seats_per_row,
  plan_id, seat_count, currency, prices, rules, version::float8 as version,
  false as created
from replaced
