-- One event with its position and the clock; the first statement of a load, so it sets the snapshot.
-- $1 event_id. One row, or none when there is no such event.
select
  event_id, title, venue, starts_at, ends_at, sale_opens_at, sale_closes_at, rows, seats_per_row,
  plan_id, seat_count, currency, prices, rules,
  version::float8 as version,
  event.epoch,
  sequence::float8 as sequence,
  encode(head, 'hex') as head,
  forgotten_to::float8 as forgotten_to,
  ledger.log_key,
  (extract(epoch from clock_timestamp()) * 1000)::float8 + ledger.correction_ms as now,
  ledger.correction_ms
from event, ledger
where event_id = $1
