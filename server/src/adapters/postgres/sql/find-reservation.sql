-- One reservation of whatever event. $1 reservation_id.
select
  event_id, reservation_id, user_id, user_name, phone, code, seat_ids, sequence::float8 as sequence, created_at,
  cancelled_at
from reservation
where reservation_id = $1
