-- A user's reservations in all events, newest first, cancelled ones included; at most 200. $1 user_id.
select
  event_id, sequence::float8 as sequence, former_id, user_id, person, user_name, phone, code, seat_ids,
  amounts::float8[] as amounts, currency, created_at, cancelled_at
from reservation
where user_id = $1
order by created_at desc, sequence desc
limit 200
