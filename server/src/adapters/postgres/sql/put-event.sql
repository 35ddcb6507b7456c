-- Creates an event with all its seats, or updates one whose hall is the same, as of a new version. A rehearsal stays
-- one, and no other event becomes one.
-- $1 event_id, $2 title, $3 venue, $4 starts_at, $5 ends_at, $6 sale_opens_at, $7 sale_closes_at, $8 rows,
-- $9 seats_per_row, $10 plan_id, $11 seat_count, $12 currency, $13 prices, $14 rules, $15 the version that it must have
-- now: 0, there must be no such event; null, whatever there is. Rows and seats per row are null in a hall with a plan;
-- texts, prices and rules are JSON.
-- One row: the event, and whether it was created; none when the hall, the mark or the version differs, and then nothing
-- is written.
--
-- `xmax = 0` holds for a row version that this statement inserted, and not for one it updated: the only way to
-- tell them apart in one statement, which is what makes it safe to call from many instances at once.
with
written as (
  insert into event (
    event_id, title, venue, starts_at, ends_at, sale_opens_at, sale_closes_at, rows, seats_per_row, plan_id,
    seat_count, available_count, currency, prices, rules, epoch, head
  )
  select
    $1, $2::jsonb, $3::jsonb, $4::float8, $5::float8, $6::float8, $7::float8, $8::integer, $9::integer, $10,
    $11::integer, $11::integer, $12, $13::jsonb, $14::jsonb, epoch,
    sha256(convert_to(epoch || ':' || $1, 'UTF8'))
  from ledger
  -- Events are never deleted, so one that is not there for this cannot have been there for whoever read its version.
  where coalesce($15::bigint, 0) = 0 or exists (select from event as known where known.event_id = $1)
  on conflict (event_id) do update
  set
    title = excluded.title,
    venue = excluded.venue,
    starts_at = excluded.starts_at,
    ends_at = excluded.ends_at,
    sale_opens_at = excluded.sale_opens_at,
    sale_closes_at = excluded.sale_closes_at,
    currency = excluded.currency,
    prices = excluded.prices,
    rules = excluded.rules,
    version = event.version + 1
  where
    event.rows is not distinct from excluded.rows
    and event.seats_per_row is not distinct from excluded.seats_per_row
    and event.plan_id is not distinct from excluded.plan_id
    and event.rules -> 'is_rehearsal' is not distinct from excluded.rules -> 'is_rehearsal'
    and event.version = coalesce($15::bigint, event.version)
  returning event.*, xmax = 0 as created
),
furnished as (
  insert into seat (event_id, seat_id)
  select $1, seat_id
  from written, generate_series(1, $11::integer) as seat_id
  where written.created
)
select
  event_id, title, venue, starts_at, ends_at, sale_opens_at, sale_closes_at, rows, seats_per_row,
  plan_id, seat_count, currency, prices, rules, version::float8 as version,
  created
from written
