-- The newest reservation, of whatever event, with this code and this phone number: codes are random, but nothing
-- keeps two events from drawing the same. $1 code, $2 marks of the phone, one for each key, $3 the phone, for what
-- is not encrypted yet.
select
  event_id, sequence::float8 as sequence, former_id, user_id, person, user_name, phone, code, seat_ids,
  amounts::float8[] as amounts, currency, created_at, cancelled_at
from reservation
where code = $1 and (marks && $2::text[] or phone = $3)
order by created_at desc, event_id, sequence desc
limit 1
