-- All events, by id. No parameters.
select
  event_id, title, venue, starts_at, sale_opens_at, rows, seats_per_row, rules, version::float8 as version
from event
order by event_id
