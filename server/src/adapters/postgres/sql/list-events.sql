-- All events, by id. No parameters.
select
  event_id, title, venue, starts_at, ends_at, sale_opens_at, sale_closes_at, rows, seats_per_row,
  plan_id, seat_count, currency, prices, rules, version::float8 as version,
  available_count
from event
order by event_id
