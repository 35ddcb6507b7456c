-- One reservation of whatever event by the name it had before version 0.2. $1 former_id.
select
  event_id, sequence::float8 as sequence, former_id, user_id, person, user_name, phone, code, seat_ids,
  amounts::float8[] as amounts, currency, created_at, cancelled_at
from reservation
where former_id = $1
