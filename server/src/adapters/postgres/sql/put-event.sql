-- Creates an event with all its seats, or updates one whose hall is the same, as of a new version.
-- $1 event_id, $2 title, $3 venue, $4 starts_at, $5 sale_opens_at, $6 rows, $7 seats_per_row, $8 rules.
-- One row: the event, and whether it was created; none when the hall differs, and then nothing is written.
--
-- `xmax = 0` holds for a row version that this statement inserted, and not for one it updated: the only way to
-- tell them apart in one statement, which is what makes it safe to call from many instances at once.
with
written as (
  insert into event (
    event_id, title, venue, starts_at, sale_opens_at, rows, seats_per_row, rules, epoch, head
  )
  select
    $1, $2, $3, $4::float8, $5::float8, $6::integer, $7::integer, $8::jsonb, epoch,
    sha256(convert_to(epoch || ':' || $1, 'UTF8'))
  from ledger
  on conflict (event_id) do update
  set
    title = excluded.title,
    venue = excluded.venue,
    starts_at = excluded.starts_at,
    sale_opens_at = excluded.sale_opens_at,
    rules = excluded.rules,
    version = event.version + 1
  where event.rows = excluded.rows and event.seats_per_row = excluded.seats_per_row
  returning event.*, xmax = 0 as created
),
furnished as (
  insert into seat (event_id, seat_id)
  select $1, seat_id
  from written, generate_series(1, $6::integer * $7::integer) as seat_id
  where written.created
)
select
  event_id, title, venue, starts_at, sale_opens_at, rows, seats_per_row, rules, version::float8 as version,
  created
from written
