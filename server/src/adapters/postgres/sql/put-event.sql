-- Creates an event with all its seats, or updates one whose hall is the same.
-- $1 event_id, $2 title, $3 venue, $4 starts_at, $5 sale_opens_at, $6 rows, $7 seats_per_row, $8 hold_ttl_ms,
-- $9 hold_extensions, $10 max_seats_per_user.
-- One row telling whether it was created; none when the hall differs, and then nothing is written.
--
-- `xmax = 0` holds for a row version that this statement inserted, and not for one it updated: the only way to
-- tell them apart in one statement, which is what makes it safe to call from many instances at once.
with
written as (
  insert into event (
    event_id, title, venue, starts_at, sale_opens_at, rows, seats_per_row, hold_ttl_ms, hold_extensions,
    max_seats_per_user
  )
  values ($1, $2, $3, $4, $5, $6::integer, $7::integer, $8, $9, $10)
  on conflict (event_id) do update
  set
    title = excluded.title,
    venue = excluded.venue,
    starts_at = excluded.starts_at,
    sale_opens_at = excluded.sale_opens_at,
    hold_ttl_ms = excluded.hold_ttl_ms,
    hold_extensions = excluded.hold_extensions,
    max_seats_per_user = excluded.max_seats_per_user
  where event.rows = excluded.rows and event.seats_per_row = excluded.seats_per_row
  returning xmax = 0 as created
),
furnished as (
  insert into seat (event_id, seat_id)
  select $1, seat_id
  from written, generate_series(1, $6::integer * $7::integer) as seat_id
  where written.created
)
select created from written
