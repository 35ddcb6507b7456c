-- All events, by id. No parameters.
select
  event_id, title, venue, starts_at, sale_opens_at, rows, seats_per_row, hold_ttl_ms, hold_extensions,
  max_seats_per_user
from event
order by event_id
