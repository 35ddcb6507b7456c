-- One event with its sequence and the clock; the first statement of a load, so it sets the snapshot.
-- $1 event_id. One row, or none when there is no such event.
select
  event_id, title, venue, starts_at, sale_opens_at, rows, seats_per_row, hold_ttl_ms, hold_extensions,
  max_seats_per_user,
  sequence::float8 as sequence,
  (extract(epoch from clock_timestamp()) * 1000)::float8 as now
from event
where event_id = $1
