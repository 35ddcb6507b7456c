-- The newest reservation, of whatever event, with this code and this phone number: codes are random, but nothing
-- keeps two events from drawing the same. $1 code, $2 phone.
select
  event_id, sequence::float8 as sequence, former_id, user_id, user_name, phone, code, seat_ids,
  amounts::float8[] as amounts, currency, created_at, cancelled_at,
  origin::float8 as origin, successor::float8 as successor
from reservation
where code = $1 and phone = $2
order by created_at desc, event_id, sequence desc
limit 1
