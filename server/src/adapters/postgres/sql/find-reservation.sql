-- One reservation by the change that made it. $1 event_id, $2 sequence.
select
  event_id, sequence::float8 as sequence, former_id, user_id, person, user_name, phone, code, seat_ids,
  amounts::float8[] as amounts, currency, created_at, cancelled_at
from reservation
where event_id = $1 and sequence = $2::bigint
